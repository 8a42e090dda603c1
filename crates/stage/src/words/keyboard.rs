//! The keyboard help: it comes behind the first part of a stage, so it stands apart from the labels.

use super::text::{Text, t};

/// The keys work when.
pub const HINT: Text =
    t("焦点在这个演示里时有效。", "These work while the focus is inside this stage.");

/// Escape.
pub const ESCAPE: Text = t(
    "Esc：关上卡片，取消选择，收起抽屉，一次一步",
    "Esc: close the card, select nothing, close the drawer, one at a time",
);

/// Every key of the stage.
pub const KEYS: [Text; 10] = [
    t("空格：播放或暂停", "Space: play or pause"),
    t("← →：上一步、下一步", "← →: the step before or the next"),
    t("Shift + ← →：后退、前进一个事件", "Shift + ← →: one event back or forward"),
    t("n：跳到下一件事", "n: jump to the next thing that happens"),
    t("Home、End：开头、结尾", "Home, End: beginning or end"),
    t("+ −：加快、放慢", "+ −: faster or slower"),
    t("r：重新开始", "r: start over"),
    t(
        "↑ ↓：图里的下一样东西；Enter：看它、动它（字母键见卡片）",
        "↑ ↓: the next thing in the picture; Enter: what it is and what can be done to it (its letters are on the card)",
    ),
    ESCAPE,
    t("?：显示或隐藏这份说明", "?: show or hide this help"),
];
