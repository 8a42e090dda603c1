//! What a command leads to at a cluster.

use super::Word;
use crate::Action;
use crate::console::Listing;
use crate::ids::{ClusterId, JmId, TmId};

/// What a command leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Do this.
    Do(Action),
    /// Do this, and print that.
    DoSaying(Action, Vec<String>),
    /// Print the list of jobs of a Flink cluster.
    List(Listing, ClusterId),
    /// Print this.
    Print(Vec<String>),
    /// Print this: the program refuses, or does not find what it was told.
    Refused(Vec<String>),
    /// A folder or a file of HDFS comes or goes, as `programs::storage` writes it; print that.
    Kept(String, Vec<String>),
    /// Print what these processes have logged.
    Log(LogOf),
    /// Print what can be typed.
    Help,
    /// Print the options of a script or an action, by sets of the [`table`](super::table).
    Usage(&'static str),
    /// Say that this is not Flink's.
    Outside(Word<'a>),
    /// Nothing.
    Nothing,
}

/// Whose log is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogOf {
    /// A JobManager's.
    JobManager(JmId),
    /// A TaskManager's.
    TaskManager(TmId),
    /// That of every process of a cluster.
    Cluster(ClusterId),
}
