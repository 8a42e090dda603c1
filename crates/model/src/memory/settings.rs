//! Reading memory options out of a configuration, as Flink reads them.
//!
//! In: a [`Config`] and a version. Out: a typed value, or why Flink cannot read it.
//! Flink: `Configuration`, `ProcessMemoryUtils.getMemorySizeFromConfig`, `MemoryBackwardsCompatibilityUtils`.

use super::options::MemoryOption;
use super::refusal::{Mistake, Reason, ValueError};
use crate::config::Config;
use crate::number;
use crate::size::MemorySize;
use crate::version::FlinkVersion;
use std::str::FromStr;

/// What is configured, and for which version it is read.
#[derive(Clone, Copy)]
pub(super) struct Settings<'a> {
    config: &'a Config,
    pub(super) version: FlinkVersion,
    /// What an option of the time before 1.10 stands for, once it has been mapped.
    legacy: Option<(&'static MemoryOption, MemorySize)>,
}

impl<'a> Settings<'a> {
    pub(super) fn new(config: &'a Config, version: FlinkVersion) -> Settings<'a> {
        Settings { config, version, legacy: None }
    }

    /// The text of an option, under its own name or an older one.
    pub(super) fn text(&self, option: &MemoryOption) -> Option<&'a str> {
        let mut names = std::iter::once(&option.key).chain(option.deprecated);
        names.find_map(|name| self.config.get(name))
    }

    pub(super) fn contains(&self, option: &MemoryOption) -> bool {
        self.legacy.is_some_and(|(mapped, _)| mapped == option) || self.text(option).is_some()
    }

    /// A size. Asked only where the option is set or has a default.
    pub(super) fn size(&self, option: &'static MemoryOption) -> Result<MemorySize, Reason> {
        if let Some((mapped, size)) = self.legacy
            && mapped == option
        {
            return Ok(size);
        }
        let value = self.set_or_default(option).expect("it is set, or has a default");
        let told = |cause| Mistake::UnreadSize { option, value: value.to_owned(), cause };
        Ok(MemorySize::parse(value).map_err(told)?)
    }

    /// A size that Flink reads like any other value, without `getMemorySizeFromConfig`.
    pub(super) fn plain_size(&self, option: &MemoryOption) -> Result<Option<MemorySize>, Reason> {
        self.value(option, |text| MemorySize::parse(text).map_err(ValueError::Size))
    }

    /// A fraction. Flink reads a `float` and goes on with a `double`.
    pub(super) fn fraction(&self, option: &MemoryOption) -> Result<f64, Reason> {
        let read = |text: &str| number::fraction::<f32>(text).map_err(ValueError::Number);
        Ok(self.value(option, read)?.map_or(0.0, f64::from))
    }

    /// A `double`; `None` when unset.
    pub(super) fn double(&self, option: &MemoryOption) -> Result<Option<f64>, Reason> {
        self.value(option, |text| number::fraction(text).map_err(ValueError::Number))
    }

    /// A whole number; `None` when unset.
    pub(super) fn whole<T: FromStr>(&self, option: &MemoryOption) -> Result<Option<T>, Reason> {
        self.value(option, |text| number::whole(text).map_err(ValueError::Number))
    }

    /// A switch; `false` when unset.
    pub(super) fn switch(&self, option: &MemoryOption) -> Result<bool, Reason> {
        let read = |text: &str| match text.to_uppercase().as_str() {
            "TRUE" => Ok(true),
            "FALSE" => Ok(false),
            _ => Err(ValueError::NoSwitch),
        };
        Ok(self.value(option, read)?.unwrap_or(false))
    }

    /// The whole number of a key that is none of the options.
    pub(super) fn amount(&self, key: &str) -> Result<Option<i64>, Reason> {
        let Some(text) = self.config.get(key) else { return Ok(None) };
        let told = |cause| unparsed(key, text, ValueError::Number(cause));
        number::whole(text).map(Some).map_err(told)
    }

    fn value<T>(
        &self,
        option: &MemoryOption,
        read: impl FnOnce(&str) -> Result<T, ValueError>,
    ) -> Result<Option<T>, Reason> {
        let Some(text) = self.set_or_default(option) else { return Ok(None) };
        read(text).map(Some).map_err(|cause| unparsed(option.key, text, cause))
    }

    fn set_or_default(&self, option: &MemoryOption) -> Option<&'a str> {
        self.text(option).or_else(|| option.default_in(self.version))
    }

    /// These settings, where an option of the time before 1.10 stands for `new` unless that is set.
    pub(super) fn with_legacy(
        self,
        heap: &'static MemoryOption,
        heap_mb: &'static MemoryOption,
        new: &'static MemoryOption,
    ) -> Result<Settings<'a>, Reason> {
        if !self.version.traits().reads_legacy_memory_options || self.contains(new) {
            return Ok(self);
        }
        let size = if self.contains(heap) {
            Some(self.size(heap)?)
        } else {
            self.whole::<i32>(heap_mb)?.map(mebibytes).transpose()?
        };
        Ok(Settings { legacy: size.map(|size| (new, size)), ..self })
    }
}

fn mebibytes(count: i32) -> Result<MemorySize, Reason> {
    let bytes = u64::try_from(count).ok().and_then(|count| MemorySize::of_bytes(count << 20));
    Ok(bytes.ok_or(Mistake::NegativeLegacyHeap(count))?)
}

fn unparsed(key: &str, value: &str, cause: ValueError) -> Reason {
    Reason::Unparsed { key: key.to_owned(), value: value.to_owned(), cause }
}
