//! The drawings on the stage's own buttons; those that every player has are in `live_part::transport`.

/// Two triangles to the right, up to a bar.
pub(super) const NEXT: &str = "M1 3v10l6-5zM7 3v10l6-5zM13 2h2v12h-2z";
/// Two triangles to the left, up to a bar.
pub(super) const START: &str = "M15 3v10l-6-5zM9 3v10l-6-5zM3 2h-2v12h2z";
