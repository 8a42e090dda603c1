//! A text in both languages, and how its placeholders are filled.
//!
//! In: a template and its arguments. Out: a string. Deliberately absent: `format!`, which would
//! compile one function for each sentence; one small loop serves all of them.

use super::Lang;

/// One text, Chinese and English. Placeholders are `{0}`, `{1}`, ...; `{0s}` becomes an "s" unless
/// argument 0 is "1" (English plurals).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A row of a table of texts. A build for pages of one language leaves the other out.
pub const fn t(zh: &'static str, en: &'static str) -> Text {
    if cfg!(feature = "only-zh") {
        Text { zh, en: zh }
    } else if cfg!(feature = "only-en") {
        Text { zh: en, en }
    } else {
        Text { zh, en }
    }
}

/// A table of fixed texts: an enum `Label`, both languages in each row, and how to ask for one.
macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident = $zh:literal, $en:literal;)*) => {
        /// A fixed text of a widget. Those whose text has `{0}`, `{1}` want [`label_with`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label { $($(#[$doc])* $variant,)* }

        impl Label {
            /// Every label.
            pub const ALL: &'static [Label] = &[$(Label::$variant,)*];

            const fn row(self) -> $crate::words::Text {
                match self { $(Label::$variant => $crate::words::t($zh, $en),)* }
            }
        }

        /// The text of a label.
        pub const fn label(lang: $crate::words::Lang, label: Label) -> &'static str {
            label.row().text(lang)
        }

        /// The text of a label with `{0}`, `{1}`, ... filled.
        pub fn label_with(lang: $crate::words::Lang, label: Label, args: &[&str]) -> String {
            label.row().fill(lang, args)
        }
    };
}
pub(crate) use labels;

impl Text {
    /// The template in that language.
    pub const fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The text with its placeholders filled.
    pub fn fill(self, lang: Lang, args: &[&str]) -> String {
        fill(self.text(lang), args)
    }
}

/// "12.5%", of thousandths.
pub fn percent(thousandths: u64) -> String {
    [&(thousandths / 10).to_string(), ".", &(thousandths % 10).to_string(), "%"].concat()
}

/// Several texts, as a sentence lists them.
pub(crate) fn listed(lang: Lang, texts: &[String]) -> String {
    texts.join(t("、", ", ").text(lang))
}

/// Fills `{0}`, `{1}`, ... and `{0s}`. A placeholder without an argument is a mistake in a table of
/// this module: it stays visible, and the registry tests reject it.
pub(super) fn fill(template: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (inside, tail) = after.split_once('}').unwrap_or((after, ""));
        let number = inside.strip_suffix('s').unwrap_or(inside);
        match number.parse::<usize>().ok().and_then(|index| args.get(index)) {
            Some(value) if number.len() == inside.len() => out.push_str(value),
            Some(&"1") => {}
            Some(_) => out.push('s'),
            None => {
                out.push('{');
                out.push_str(inside);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
