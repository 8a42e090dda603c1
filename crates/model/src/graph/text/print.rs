//! A program as text, each line in the same order.

use crate::graph::{Chaining, Connection, Operator, OperatorKind, StreamGraph};

/// The text of a program; [`super::parse()`] reads it as the same program.
pub fn print(graph: &StreamGraph) -> String {
    let mut out = ["job ", &graph.name, "\n"].concat();
    if graph.chaining == Chaining::Off {
        out.push_str("chaining off\n");
    }
    for operator in &graph.operators {
        print_operator(&mut out, graph, operator);
    }
    out
}

fn print_operator(out: &mut String, graph: &StreamGraph, operator: &Operator) {
    out.push_str(match operator.kind {
        OperatorKind::Source => "source ",
        OperatorKind::Transform => "",
        OperatorKind::Sink => "sink ",
    });
    out.push_str(&operator.name);
    for (index, edge) in operator.inputs.iter().enumerate() {
        out.push_str(if index == 0 { " <- " } else { ", " });
        out.push_str(edge.connection.word());
        if edge.connection != Connection::Direct {
            out.push(' ');
        }
        out.push_str(&graph.operator(edge.from).name);
    }
    if let Some(parallelism) = operator.parallelism {
        out.push_str(" p=");
        out.push_str(&parallelism.to_string());
    }
    if let Some(group) = &operator.group {
        out.push_str(" group=");
        out.push_str(group);
    }
    let strategy = operator.strategy.word();
    if !strategy.is_empty() {
        out.push(' ');
        out.push_str(strategy);
    }
    out.push('\n');
}
