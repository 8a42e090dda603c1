//! The lab's pictures: nothing overlaps that should not, keys are unique, and things are joined.
