//! Flow cells: which job reads what and writes where, as a graph, drawn from the flow of a scenario.
//!
//! In: the TOML of a `flow` block. Out: one `<figure>` on a single line with the graph lying and standing; CSS shows the one
//! that fits.
//!
//! Stores and jobs take turns in layers, each as far on as what leads to it; what comes from outside stands right before its
//! reader. A line that passes a layer has a place of its own in it, so that it runs through nothing.

use crate::cells::{Block, Drawn, Kind, Page};
use crate::figure::known;
use crate::inline::escaped;
use crate::problem::{Wrong, read_block};
use model::Scenario;
use model::flow::{Flow, StoreKind};
use stage::Lang;
use stage::words::t;
use std::fmt::Write;
use toml::Spanned;

/// The flow of a scenario that exists.
pub(crate) struct FlowCell {
    scenario: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    scenario: Spanned<String>,
}

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<FlowCell, Vec<Wrong>> {
    let hint = "a flow holds scenario = \"<name of a file in the scenarios folder>\"";
    let Body { scenario } = read_block(block.body, hint)?;
    known(&scenario, block)?;
    Ok(FlowCell { scenario: scenario.into_inner() })
}

impl Kind for FlowCell {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let scenario = &page.scenarios.get(&self.scenario).scenario;
        let graph = Graph::of(scenario);
        let label = escaped(&graph.told(page.lang));
        let mut out = format!("<figure class=\"flow\" role=\"img\" aria-label=\"{label}\">");
        for (class, way) in [("flow-lying", Way::Lying), ("flow-standing", Way::Standing)] {
            out.push_str(&graph.svg(class, way));
        }
        out.push_str("</figure>");
        Drawn::Figure(out)
    }

    fn loads(&self) -> &'static [&'static str] {
        &["flow.css"]
    }
}

/// A store, or a job with its place among the jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Store(String, StoreKind),
    Job(String, usize),
}

/// Nodes, and which leads to which.
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<(usize, usize)>,
    /// What stands in each layer, uppermost first.
    layers: Vec<Vec<Stop>>,
}

/// A place in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Node(usize),
    /// An edge passes.
    Edge(usize),
}

/// Where records go: to the right, or down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Lying,
    Standing,
}

impl Graph {
    fn of(scenario: &Scenario) -> Graph {
        let none = Flow::default();
        let flow = scenario.flow.as_ref().unwrap_or(&none);
        let stores = flow.stores.iter().map(|it| Node::Store(it.name.clone(), it.kind));
        let mut nodes: Vec<Node> = stores.collect();
        let mut edges = Vec::new();
        for link in &flow.links {
            let place = scenario.jobs.iter().position(|job| job.name == link.job);
            let job = Node::Job(link.job.clone(), place.unwrap_or(0));
            let at = nodes.iter().position(|node| *node == job).unwrap_or_else(|| {
                nodes.push(job);
                nodes.len() - 1
            });
            for edge in [(usize::from(link.from), at), (at, usize::from(link.to))] {
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        let mut graph = Graph { nodes, edges, layers: Vec::new() };
        graph.layers = graph.layered();
        graph
    }

    /// The layer of each node. A flow that runs in a circle ends where it has gone round once.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.nodes.len()];
        for _ in 0..self.nodes.len() {
            for (from, to) in &self.edges {
                depths[*to] = depths[*to].max(depths[*from] + 1).min(self.nodes.len());
            }
        }
        for node in 0..self.nodes.len() {
            if !self.edges.iter().any(|(_, to)| *to == node) {
                let readers = self.edges.iter().filter(|(from, _)| *from == node);
                let first = readers.map(|(_, to)| depths[*to]).min();
                depths[node] = first.map_or(0, |first| first.saturating_sub(1));
            }
        }
        depths
    }

    fn layered(&self) -> Vec<Vec<Stop>> {
        let depths = self.depths();
        let most = depths.iter().max().map_or(0, |deepest| deepest + 1);
        let mut layers: Vec<Vec<Stop>> = vec![Vec::new(); most];
        for (edge, (from, to)) in self.edges.iter().enumerate() {
            for layer in layers.iter_mut().take(depths[*to]).skip(depths[*from] + 1) {
                layer.push(Stop::Edge(edge));
            }
        }
        for (node, depth) in depths.iter().enumerate() {
            layers[*depth].push(Stop::Node(node));
        }
        // Each stands as high as what leads to it on the average; what comes from outside stands below.
        for at in 1..layers.len() {
            let before = layers[at - 1].clone();
            let height = |stop: &Stop| {
                let high =
                    before.iter().enumerate().filter(|(_, other)| self.leads(**other, *stop));
                let high: Vec<usize> =
                    high.map(|(place, _)| 1_000 * (2 * place + 1) / before.len()).collect();
                match high.is_empty() {
                    true => usize::MAX,
                    false => high.iter().sum::<usize>() / high.len(),
                }
            };
            layers[at].sort_by_key(height);
        }
        layers
    }

    /// Whether a line goes from a place to one in the next layer.
    fn leads(&self, before: Stop, after: Stop) -> bool {
        match (before, after) {
            (Stop::Node(from), Stop::Node(to)) => self.edges.contains(&(from, to)),
            (Stop::Node(from), Stop::Edge(edge)) => self.edges[edge].0 == from,
            (Stop::Edge(edge), Stop::Node(to)) => self.edges[edge].1 == to,
            (Stop::Edge(one), Stop::Edge(other)) => one == other,
        }
    }

    /// For whoever cannot see it: what each job reads and writes.
    fn told(&self, lang: Lang) -> String {
        let names = |wanted: &dyn Fn(&(usize, usize)) -> Option<usize>| {
            let ends = self.edges.iter().filter_map(wanted);
            ends.map(|end| self.nodes[end].name()).collect::<Vec<_>>().join(", ")
        };
        let mut told = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if let Node::Job(name, _) = node {
                let reads = names(&|(from, to)| (*to == at).then_some(*from));
                let writes = names(&|(from, to)| (*from == at).then_some(*to));
                let both = t("{0} 读 {1}，写 {2}", "{0} reads {1} and writes {2}");
                told.push(both.fill(lang, &[name, &reads, &writes]));
            }
        }
        told.join(t("；", "; ").text(lang))
    }
}

impl Node {
    fn name(&self) -> &str {
        match self {
            Node::Store(name, _) | Node::Job(name, _) => name,
        }
    }
}

/// Units: a layer's thickness and the way to the next one, and the breadth of all layers.
struct Sizes {
    thick: i32,
    gap: i32,
    broad: i32,
    text: i32,
}

impl Way {
    fn sizes(self, most: usize) -> Sizes {
        let most = i32::try_from(most).unwrap_or(1);
        match self {
            Way::Lying => Sizes { thick: 136, gap: 32, broad: 68 * most, text: 14 },
            Way::Standing => Sizes { thick: 46, gap: 30, broad: 360, text: 13 },
        }
    }

    /// A point at so much of the way and so much across it.
    const fn point(self, along: i32, across: i32) -> (i32, i32) {
        match self {
            Way::Lying => (along, across),
            Way::Standing => (across, along),
        }
    }
}

impl Graph {
    fn svg(&self, class: &str, way: Way) -> String {
        let most = self.layers.iter().map(Vec::len).max().unwrap_or(1);
        let sizes = way.sizes(most);
        let many = i32::try_from(self.layers.len()).unwrap_or(1);
        let (w, h) = way.point(many * (sizes.thick + sizes.gap) - sizes.gap + 4, sizes.broad + 4);
        let mut out = format!(
            "<svg class=\"stage-picture {class}\" viewBox=\"-2 -2 {w} {h}\" aria-hidden=\"true\" focusable=\"false\">"
        );
        for (at, pair) in self.layers.windows(2).enumerate() {
            let along = i32::try_from(at).unwrap_or(0) * (sizes.thick + sizes.gap) + sizes.thick;
            for (i, before) in pair[0].iter().enumerate() {
                for (k, after) in
                    pair[1].iter().enumerate().filter(|(_, after)| self.leads(*before, **after))
                {
                    let ends = (middle(i, pair[0].len(), &sizes), middle(k, pair[1].len(), &sizes));
                    self.line(&mut out, (way, &sizes), along, ends, *after);
                }
            }
        }
        for (at, layer) in self.layers.iter().enumerate() {
            let along = i32::try_from(at).unwrap_or(0) * (sizes.thick + sizes.gap);
            for (place, stop) in layer.iter().enumerate() {
                let across = middle(place, layer.len(), &sizes);
                match stop {
                    Stop::Node(node) => {
                        self.node(&mut out, (way, &sizes), (along, across, layer.len()), *node)
                    }
                    Stop::Edge(_) => {
                        let (from, to) =
                            (way.point(along, across), way.point(along + sizes.thick, across));
                        _ = write!(
                            out,
                            "<path class=\"flow-line\" d=\"M{} {}L{} {}\"/>",
                            from.0, from.1, to.0, to.1
                        );
                    }
                }
            }
        }
        out.push_str("</svg>");
        out
    }

    /// From one layer to the next, with an arrow where it arrives.
    fn line(
        &self,
        out: &mut String,
        (way, sizes): (Way, &Sizes),
        along: i32,
        ends: (i32, i32),
        after: Stop,
    ) {
        let arrives = matches!(after, Stop::Node(_));
        let end = along + sizes.gap - if arrives { 6 } else { 0 };
        let half = along + sizes.gap / 2;
        let points = [(along, ends.0), (half, ends.0), (half, ends.1), (end, ends.1)];
        let [a, b, c, d] = points.map(|(along, across)| way.point(along, across));
        _ = write!(
            out,
            "<path class=\"flow-line\" d=\"M{} {}C{} {} {} {} {} {}\"/>",
            a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1
        );
        if arrives {
            let tip = along + sizes.gap - 1;
            let [a, b, c] = [(tip - 8, ends.1 - 5), (tip, ends.1), (tip - 8, ends.1 + 5)]
                .map(|(along, across)| way.point(along, across));
            _ = write!(
                out,
                "<path class=\"flow-arrow\" d=\"M{} {}L{} {}L{} {}z\"/>",
                a.0, a.1, b.0, b.1, c.0, c.1
            );
        }
    }

    fn node(
        &self,
        out: &mut String,
        (way, sizes): (Way, &Sizes),
        (along, across, beside): (i32, i32, usize),
        node: usize,
    ) {
        let beside = i32::try_from(beside).unwrap_or(1);
        let (w, h) = match way {
            Way::Lying => (sizes.thick, 50),
            Way::Standing => ((sizes.broad / beside - 10).min(150), sizes.thick),
        };
        let (x, y) = match way {
            Way::Lying => (along, across - h / 2),
            Way::Standing => (across - w / 2, along),
        };
        let (cx, size) = (x + w / 2, sizes.text);
        let name = escaped(self.nodes[node].name());
        match &self.nodes[node] {
            Node::Store(_, kind) => {
                let (what, round) = match kind {
                    StoreKind::Topic => ("Kafka", h / 2),
                    StoreKind::Cache | StoreKind::Warehouse | StoreKind::Notification => ("", 3),
                };
                _ = write!(
                    out,
                    "<g class=\"flow-store\"><rect class=\"look-body\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\"/>"
                );
                let below = if what.is_empty() { h / 2 + 5 } else { h / 2 + 14 };
                if !what.is_empty() {
                    _ = write!(
                        out,
                        "<text class=\"look-fact\" x=\"{cx}\" y=\"{}\" font-size=\"12\" text-anchor=\"middle\">{what}</text>",
                        y + h / 2 - 4
                    );
                }
                _ = write!(
                    out,
                    "<text class=\"look-name\" x=\"{cx}\" y=\"{}\" font-size=\"{size}\" text-anchor=\"middle\">{name}</text></g>",
                    y + below
                );
            }
            Node::Job(_, place) => {
                let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
                let (tone, middle) = (place % 6, y + h / 2);
                _ = write!(
                    out,
                    "<g class=\"stage-job-master tone-{tone}\"><rect class=\"look-body\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"6\"/>\
                     <rect class=\"look-badge\" x=\"{}\" y=\"{}\" width=\"20\" height=\"20\" rx=\"4\"/>\
                     <text class=\"look-letter\" x=\"{}\" y=\"{}\" font-size=\"13\" text-anchor=\"middle\">{letter}</text>\
                     <text class=\"look-name\" x=\"{}\" y=\"{}\" font-size=\"{size}\">{name}</text></g>",
                    x + 8,
                    middle - 10,
                    x + 18,
                    middle + 5,
                    x + 34,
                    middle + 5
                );
            }
        }
    }
}

/// The middle of a place, across the way.
fn middle(place: usize, places: usize, sizes: &Sizes) -> i32 {
    let (place, places) = (i32::try_from(place).unwrap_or(0), i32::try_from(places).unwrap_or(1));
    sizes.broad * (2 * place + 1) / (2 * places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Graph {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/scenarios/shop-session.toml");
        let source = std::fs::read_to_string(path).expect("the shop is there");
        let file = model::authoring::parse("shop-session", &source).expect("without mistakes");
        Graph::of(&file.scenario)
    }

    #[test]
    fn stores_and_jobs_take_turns_from_left_to_right() {
        let graph = shop();
        let name = |stop: &Stop| match stop {
            Stop::Node(node) => graph.nodes[*node].name().to_owned(),
            Stop::Edge(_) => "|".to_owned(),
        };
        let layers =
            graph.layers.iter().map(|layer| layer.iter().map(name).collect::<Vec<_>>().join(" "));
        let told: Vec<String> = layers.collect();
        assert_eq!(
            told,
            [
                "raw",
                "Extract",
                "clean",
                "| Recommend",
                "| recs + Redis orders",
                "Statistics Alert",
                "Elasticsearch pager"
            ]
        );
    }

    #[test]
    fn no_two_boxes_overlap() {
        let graph = shop();
        for way in [Way::Lying, Way::Standing] {
            let svg = graph.svg("x", way);
            let number = |part: &str, name: &str| -> f64 {
                let rest = part.split(&format!(" {name}=\"")).nth(1).expect(name);
                rest.split('"').next().and_then(|number| number.parse().ok()).expect(name)
            };
            let boxes: Vec<[f64; 4]> = svg
                .split("<rect class=\"look-body\"")
                .skip(1)
                .map(|part| ["x", "y", "width", "height"].map(|name| number(part, name)))
                .collect();
            assert_eq!(boxes.len(), graph.nodes.len());
            for (i, [x, y, w, h]) in boxes.iter().enumerate() {
                for [ox, oy, ow, oh] in &boxes[..i] {
                    let apart = x + w <= *ox || ox + ow <= *x || y + h <= *oy || oy + oh <= *y;
                    assert!(apart, "{svg}");
                }
            }
        }
    }

    #[test]
    fn a_name_has_room_in_its_box() {
        let Sizes { thick, text, .. } = Way::Lying.sizes(3);
        for node in &shop().nodes {
            let room = if matches!(node, Node::Job(..)) { thick - 34 } else { thick };
            // Seven tenths of the size is more than a bold letter is wide on the average.
            let wide = node.name().len() as i32 * text * 7 / 10;
            assert!(wide <= room, "{}: {wide} in {room}", node.name());
        }
    }

    #[test]
    fn whoever_cannot_see_it_hears_what_each_job_reads_and_writes() {
        let told = shop().told(Lang::En);
        assert!(
            told.contains("Statistics reads clean, recs + Redis and writes Elasticsearch"),
            "{told}"
        );
    }
}
