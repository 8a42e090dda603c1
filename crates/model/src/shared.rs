//! A list whose copies share what has not changed since.
//!
//! A trace keeps a snapshot of the cluster every so many events. With these lists it costs what happened between
//! two of them, not what is there: a copy shares all chunks, and a change copies the one chunk that it is in.
//! Written by hand because a library's persistent vector is more to download than the rest of the kernel.

use std::fmt;
use std::ops::{Index, IndexMut, Range};
use std::rc::Rc;

/// A list that grows at its end; an entry changes by [`IndexMut`].
#[derive(Clone)]
pub struct Shared<T> {
    /// All full, but for the last.
    chunks: Vec<Rc<Vec<T>>>,
    len: usize,
}

impl<T> Shared<T> {
    /// Entries of a chunk: about half a kilobyte of them, so that large ones are alone.
    const CHUNK: usize = if size_of::<T>() > 256 { 1 } else { 512 / size_of::<T>() };

    /// An empty list.
    pub const fn new() -> Shared<T> {
        Shared { chunks: Vec::new(), len: 0 }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// An entry, if there is one at that place.
    pub fn get(&self, index: usize) -> Option<&T> {
        #[cfg(debug_assertions)]
        count_read();
        self.chunks.get(index / Self::CHUNK)?.get(index % Self::CHUNK)
    }

    /// The first entry.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The entry, if there is exactly one.
    pub fn only(&self) -> Option<&T> {
        self.first().filter(|_| self.len == 1)
    }

    /// The last entry.
    pub fn last(&self) -> Option<&T> {
        self.chunks.last()?.last()
    }

    /// All entries in order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { list: self, left: 0..self.len }
    }
}

impl<T: Clone> Shared<T> {
    /// Adds an entry at the end.
    pub(crate) fn push(&mut self, entry: T) {
        if self.len.is_multiple_of(Self::CHUNK) {
            self.chunks.push(Rc::new(Vec::new()));
        }
        self.len += 1;
        Rc::make_mut(self.chunks.last_mut().expect("just pushed")).push(entry);
    }

    /// Changes the entries that a question holds for; the others stay shared.
    pub(crate) fn change(&mut self, which: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) {
        for index in 0..self.len {
            if which(&self[index]) {
                change(&mut self[index]);
            }
        }
    }
}

#[cfg(debug_assertions)]
thread_local! {
    static READS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

#[cfg(debug_assertions)]
fn count_read() {
    READS.set(READS.get() + 1);
}

/// How many entries of lists this thread has read: the work of a decider that looks through everything. Counted
/// where debug assertions are on, for the tests.
#[cfg(debug_assertions)]
pub fn reads() -> u64 {
    READS.get()
}

impl<T> Index<usize> for Shared<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        #[cfg(debug_assertions)]
        count_read();
        &self.chunks[index / Self::CHUNK][index % Self::CHUNK]
    }
}

impl<T: Clone> IndexMut<usize> for Shared<T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        &mut Rc::make_mut(&mut self.chunks[index / Self::CHUNK])[index % Self::CHUNK]
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Shared::new()
    }
}

impl<T: Clone> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut list = Shared::new();
        entries.into_iter().for_each(|entry| list.push(entry));
        list
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Rc<Vec<T>>, &Rc<Vec<T>>)| Rc::ptr_eq(a, b) || a == b;
        self.len == other.len && self.chunks.iter().zip(&other.chunks).all(same)
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// The entries of a [`Shared`].
#[derive(Debug)]
pub struct Iter<'a, T> {
    list: &'a Shared<T>,
    left: Range<usize>,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Iter { list: self.list, left: self.left.clone() }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.left.next().map(|index| &self.list[index])
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left.next_back().map(|index| &self.list[index])
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_was_there_and_shares_what_stays() {
        let mut list: Shared<u64> = (0..1_000).collect();
        let before = list.clone();
        list[700] = 0;
        list.push(1_000);
        assert!(before.iter().copied().eq(0..1_000));
        assert_eq!((list.len(), list[700], list[701], list.last()), (1_001, 0, 701, Some(&1_000)));
        let shared = list.chunks.iter().zip(&before.chunks).filter(|(a, b)| Rc::ptr_eq(a, b));
        assert_eq!(shared.count(), before.chunks.len() - 2, "one was changed, one was added to");
    }

    #[test]
    fn it_reads_like_any_list() {
        let list: Shared<u64> = (0..200).collect();
        assert_eq!(list.iter().len(), 200);
        assert!(list.iter().rev().copied().eq((0..200).rev()));
        assert_eq!((list.get(199), list.get(200)), (Some(&199), None));
        assert_ne!(list, (1..201).collect());
        assert_eq!(list, (0..200).collect());
    }
}
