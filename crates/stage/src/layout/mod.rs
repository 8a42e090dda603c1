//! A frame becomes a scene. Pure: the same frame and options give the same scene.

use crate::extent::Extent;
use crate::scene::{Scene, Target};
use crate::words::Lang;
use model::{Entry, Frame};

/// How a frame is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The language of the words in the picture.
    pub lang: Lang,
    /// Which of the two arrangements.
    pub width: WidthClass,
    /// What the reader selected.
    pub selected: Option<Target>,
    /// Whether messages move or stand still on the middle of their way.
    pub motion: Motion,
    /// The places of everything in the whole trace, so that nothing jumps.
    pub extent: &'a Extent,
    /// The last entry that happened, at `frame.happened - 1`: its participants are emphasised.
    pub last: Option<&'a Entry>,
}

/// The two arrangements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidthClass {
    /// 960 units: client, JobManager, TaskManagers side by side. For 680 CSS pixels and more.
    Wide,
    /// 360 units: stacked. For phones.
    Narrow,
}

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Messages travel.
    Full,
    /// `prefers-reduced-motion`: messages stand on the middle of their way.
    Reduced,
}

/// Draws a moment.
pub fn layout(_frame: &Frame, options: &Options) -> Scene {
    let width = match options.width {
        WidthClass::Wide => 960,
        WidthClass::Narrow => 360,
    };
    Scene { width, height: 400, label: String::new(), shapes: Vec::new() }
}
