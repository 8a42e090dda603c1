//! `flink info`: the execution plan of a program.
//!
//! In: a job. Out: lines, as `JSONGenerator` and `CliFrontend.info` write them. Source: runs of 1.13.6 and 2.3.0, which
//! print the same. Between two vertices of which each feeds each, the plan has a HASH: a scenario does not say which kind it is.

use crate::job::{JobSpec, Pattern};

/// What is printed.
pub(super) fn plan(job: &JobSpec) -> Vec<String> {
    let mut out = vec!["----------------------- Execution Plan -----------------------".to_owned()];
    out.push("{".to_owned());
    let mut begin = "  \"nodes\" : [ {";
    let (mut id, mut last) = (0_usize, Vec::new());
    for vertex in &job.vertices {
        let from = |input: &crate::job::Input| {
            let ship = if input.pattern == Pattern::AllToAll { "HASH" } else { "FORWARD" };
            last.get(input.from.index()).map(|from| (*from, ship))
        };
        let mut inputs: Vec<(usize, &str)> = vertex.inputs.iter().filter_map(from).collect();
        // `keyBy` is a transformation of its own, and no node.
        id += inputs.iter().filter(|(_, ship)| *ship == "HASH").count();
        for operator in vertex.name.split(" -> ") {
            id += 1;
            out.push(begin.to_owned());
            begin = "  }, {";
            let pact = match inputs.is_empty() {
                true => "Data Source",
                false if operator.starts_with("Sink:") => "Data Sink",
                false => "Operator",
            };
            out.push(["    \"id\" : ", &id.to_string(), ","].concat());
            for (key, value) in [("type", operator), ("pact", pact), ("contents", operator)] {
                out.push(["    \"", key, "\" : \"", &value.replace('"', "\\\""), "\","].concat());
            }
            let more = if inputs.is_empty() { "" } else { "," };
            out.push(["    \"parallelism\" : ", &vertex.parallelism.to_string(), more].concat());
            predecessors(&inputs, &mut out);
            inputs = vec![(id, "FORWARD")];
        }
        last.push(id);
    }
    let end = "  } ]\n}\n--------------------------------------------------------------\n\nNo description provided.";
    out.extend(end.split('\n').map(str::to_owned));
    out
}

fn predecessors(inputs: &[(usize, &str)], out: &mut Vec<String>) {
    let mut begin = "    \"predecessors\" : [ {";
    for (id, ship) in inputs {
        out.push(begin.to_owned());
        begin = "    }, {";
        out.push(["      \"id\" : ", &id.to_string(), ","].concat());
        out.push(["      \"ship_strategy\" : \"", ship, "\","].concat());
        out.push("      \"side\" : \"second\"".to_owned());
    }
    if !inputs.is_empty() {
        out.push("    } ]".to_owned());
    }
}
