//! What the values of configuration keys are, as types.
//!
//! In: a configuration, a key. Out: the value as set, else the version's default. Where a version has none, the shape is an
//! `Option`, and so is the value.

use super::{Config, Key};
use crate::time::Time;
use crate::version::FlinkVersion;

/// What the values of a key look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// "50 ms", "10s", "5 min"; a bare number is milliseconds.
    Duration,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Factor,
    /// "1728m", "1 gb"; a bare number is bytes.
    Memory,
    /// `true` or `false`.
    Switch,
    /// Anything else.
    Text,
}

/// What a key's values are.
pub trait Shape {
    /// The same as a value.
    const KIND: ValueKind;
    /// Whether some version has no default.
    const MAY_LACK: bool;
    /// What is read.
    type Value<'a>;
    /// Reads it. Written values are checked by [`Config::check`]; a bad one counts as unset.
    fn read(config: &Config, key: Key, version: FlinkVersion) -> Self::Value<'_>;
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident, $value:ty, $read:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Shape for Option<$name> {
                const KIND: ValueKind = ValueKind::$name;
                const MAY_LACK: bool = true;
                type Value<'a> = Option<$value>;
                fn read(config: &Config, key: Key, version: FlinkVersion) -> Self::Value<'_> {
                    config.$read(key, version)
                }
            }

            // The table has a default for each version, and `tests/defaults.rs` reads each of them.
            impl Shape for $name {
                const KIND: ValueKind = ValueKind::$name;
                const MAY_LACK: bool = false;
                type Value<'a> = $value;
                fn read(config: &Config, key: Key, version: FlinkVersion) -> Self::Value<'_> {
                    config.$read(key, version).unwrap_or_default()
                }
            }
        )*
    };
}

shapes! {
    /// A duration.
    Duration, Time, duration;
    /// A whole number.
    Number, u64, number;
    /// Thousandths, so that the model needs no floating point.
    Factor, u64, thousandths;
    /// MiB.
    Memory, u64, mebibytes;
    /// On or off.
    Switch, bool, switch;
    /// As written.
    Text, &'a str, text;
}
