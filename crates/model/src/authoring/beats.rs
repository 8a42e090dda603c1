//! What the author calls the beats of the run: `[beats]` of a scenario file.

use super::fields::{Reader, similar};
use super::{Bilingual, read_bilingual};
use crate::beats::{BeatKey, BeatKind};
use toml::Spanned;
use toml::de::DeValue;

/// The longest name that fits a time line, in Latin letters; a Chinese character takes the room of two.
const LONGEST: usize = 16;

/// Reads the names.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
) -> Vec<(BeatKey, Bilingual)> {
    let Some(fields) = reader.table("beats", value) else { return Vec::new() };
    let mut named = Vec::new();
    for (key, span, value) in fields.all() {
        let Some(beat) = BeatKey::from_text(key) else {
            let hint = similar(key, BeatKind::ALL.iter().map(|kind| kind.name()));
            reader.wrong(&span, format!("there is no kind of beat \"{key}\""), hint);
            continue;
        };
        let Some(name) = read_bilingual(reader, key, value) else { continue };
        for text in [&name.zh, &name.en] {
            let room: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            if room > LONGEST {
                let hint = Some(format!("room for {LONGEST} letters, a Chinese character is two"));
                reader.wrong(&value.span(), format!("\"{text}\" is too long"), hint);
            }
        }
        named.push((beat, name));
    }
    named
}
