//! What a judge says, as JSON for a page's script.
//!
//! In: a [`Verdict`], or a [`Cost`]. Out: text. By hand, since serde's code would be a third of what a page downloads to judge.

use super::{Cost, Place, Verdict};

impl Verdict {
    /// `{"place":"inside","goals":[true],"replayed":false,"cost":null}`
    pub fn to_json(&self) -> String {
        let place = match self.place {
            Place::Elsewhere => "elsewhere",
            Place::Before => "before",
            Place::Inside => "inside",
        };
        let goals: Vec<&str> = self.goals.iter().map(|held| switch(*held)).collect();
        let cost = self.cost.as_ref().map_or_else(null, Cost::to_json);
        [
            "{\"place\":\"",
            place,
            "\",\"goals\":[",
            &goals.join(","),
            "],\"replayed\":",
            switch(self.replayed),
            ",\"cost\":",
            &cost,
            "}",
        ]
        .concat()
    }
}

impl Cost {
    /// `{"seconds":14,"acts":2,"jobs":[["Orders",0]],"late":0,"task_managers":2,"containers":null,"memory_mib":null}`
    pub fn to_json(&self) -> String {
        let job = |(name, down): &(String, u64)| {
            ["[\"", &escaped(name), "\",", &down.to_string(), "]"].concat()
        };
        let jobs: Vec<String> = self.jobs.iter().map(job).collect();
        [
            "{\"seconds\":",
            &self.seconds.to_string(),
            ",\"acts\":",
            &self.acts.to_string(),
            ",\"jobs\":[",
            &jobs.join(","),
            "],\"late\":",
            &self.late.to_string(),
            ",\"task_managers\":",
            &self.task_managers.to_string(),
            ",\"containers\":",
            &self.containers.map_or_else(null, |containers| containers.to_string()),
            ",\"memory_mib\":",
            &self.memory_mib.map_or_else(null, |memory| memory.to_string()),
            "}",
        ]
        .concat()
    }
}

const fn switch(held: bool) -> &'static str {
    if held { "true" } else { "false" }
}

fn null() -> String {
    "null".to_owned()
}

/// Names of jobs have no control characters: a scenario's file is text.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_json() {
        let jobs = vec![("a \"b\" \\ 作业".to_owned(), 7)];
        let cost = Cost {
            seconds: 14,
            acts: 2,
            jobs,
            late: 1_400,
            task_managers: 1,
            containers: Some(2),
            memory_mib: Some(2_048),
        };
        let verdict = Verdict {
            place: Place::Inside,
            goals: vec![true, false],
            replayed: false,
            cost: Some(cost.clone()),
        };
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        let costs = serde_json::json!({
            "seconds": 14, "acts": 2, "jobs": [["a \"b\" \\ 作业", 7]], "late": 1_400,
            "task_managers": 1, "containers": 2, "memory_mib": 2_048,
        });
        let said = serde_json::json!({
            "place": "inside", "goals": [true, false], "replayed": false, "cost": costs,
        });
        assert_eq!(json(&verdict.to_json()), said);
        let none = Verdict { place: Place::Before, goals: Vec::new(), replayed: true, cost: None };
        let said =
            serde_json::json!({ "place": "before", "goals": [], "replayed": true, "cost": null });
        assert_eq!(json(&none.to_json()), said);
        let fixed = json(&Cost { containers: None, memory_mib: None, ..cost }.to_json());
        assert_eq!(
            (&fixed["containers"], &fixed["memory_mib"]),
            (&serde_json::Value::Null, &serde_json::Value::Null)
        );
    }
}
