//! Programs to begin with: those of the notes.
//!
//! StreamWordCount, and the four jobs of the shop: behaviour, recommendation, statistics, alerts.

/// Each as text, in the order of the notes.
pub const EXAMPLES: &[&str] =
    &[STREAM_WORD_COUNT, USER_BEHAVIOR, RECOMMENDATION, STATISTICS, ALERTING];

/// Reads lines from a socket, splits them, counts the words.
pub const STREAM_WORD_COUNT: &str = "\
job StreamWordCount
source socket p=1
flatMap <- socket
sum <- keyBy flatMap
sink print <- sum
";

/// Job 1 of the shop: raw behaviour out of Kafka, parsed and cleaned, back into Kafka.
pub const USER_BEHAVIOR: &str = "\
job UserBehavior
source kafka
parse <- kafka
clean <- parse
sink cleaned <- clean
";

/// Job 2: recommendations out of cleaned behaviour, into Redis.
pub const RECOMMENDATION: &str = "\
job Recommendation
source behavior
hot <- keyBy behavior
personal <- keyBy behavior group=models
merge <- hot, personal group=default
sink redis <- merge
";

/// Job 3: figures out of behaviour and recommendations, into Elasticsearch.
pub const STATISTICS: &str = "\
job Statistics
source behavior
source advice p=1
active <- keyBy behavior
convert <- keyBy behavior, keyBy advice
sink search <- active, convert p=1
";

/// Job 4: orders and recommendations against rules that every subtask knows.
pub const ALERTING: &str = "\
job Alerting
source orders
source rules p=1
detect <- keyBy orders, broadcast rules
filter <- detect
sink notify <- filter p=1
";

/// The text of the example of that name.
pub fn named(name: &str) -> Option<&'static str> {
    let is =
        |text: &&&str| text.lines().next().and_then(|line| line.strip_prefix("job ")) == Some(name);
    EXAMPLES.iter().find(is).copied()
}

/// The names of all examples.
pub fn names() -> impl Iterator<Item = &'static str> {
    EXAMPLES.iter().filter_map(|text| text.lines().next()?.strip_prefix("job "))
}
