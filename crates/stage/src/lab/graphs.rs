//! The first three pictures: StreamGraph, JobGraph, ExecutionGraph, each a small graph in its band.
//!
//! In: the outcome's job graph. Out: pieces. Wide pictures flow to the right, narrow ones downwards; JobGraph and
//! ExecutionGraph have the same cells, so a subtask stands below its vertex.

use super::arrange::{Grid, arrange};
use super::bands::Pen;
use super::join::Thing;
use super::kind::{Kind, Piece, tone};
use super::scale::Detail;
use super::words;
use crate::layout::letter_of;
use crate::measure::{Face, width};
use crate::scene::{Anchor, Look, WidthClass};
use crate::stroke::{Line, Rect, Strokes};
use model::VertexId;
use model::graph::{DEFAULT_GROUP, OperatorId};
use model::region::connections;

/// The nodes of one graph and where they stand.
pub(super) struct Placed {
    pub grid: Grid,
    pub areas: Vec<Rect>,
    /// The middle of each lane, across the flow.
    pub lanes: Vec<i32>,
    /// The middle of each layer, along the flow.
    pub layers: Vec<i32>,
    /// Room that the graph takes from top to bottom.
    pub height: i32,
}

/// Where an edge begins and ends: between these nodes, for this input of the consumer.
#[derive(Clone, Copy)]
struct Ends {
    from: usize,
    to: usize,
    input: usize,
}

impl Pen<'_> {
    /// What the program says.
    pub(super) fn stream_graph(&mut self) {
        let program = &self.outcome.graph.program;
        let inputs: Vec<Vec<usize>> = program
            .graph
            .operators
            .iter()
            .map(|operator| operator.inputs.iter().map(|edge| edge.from.index()).collect())
            .collect();
        let heights = vec![self.sizes.node; inputs.len()];
        let top = self.begin_band();
        let placed = self.place(&inputs, &heights, top);
        if self.scale.operators == Detail::Grouped {
            let graph = &self.outcome.graph;
            self.wires(&placed, "edge-", &inputs, |to| {
                let vertex = graph.vertex_of[to];
                (graph.head(vertex).index() != to).then_some(vertex)
            });
        } else {
            self.told_edges(&placed, &inputs);
        }
        for id in program.graph.ids() {
            self.operator(id, placed.areas[id.index()]);
        }
        let n = program.graph.operators.len();
        self.end_band(0, placed.height, &words::band_fact(self.lang, 0, &[n]));
    }

    /// Every edge of the program with what is done to its records, or as a part of its chain.
    fn told_edges(&mut self, placed: &Placed, inputs: &[Vec<usize>]) {
        let program = &self.outcome.graph.program;
        for id in program.graph.ids() {
            for (input, cuts) in self.outcome.graph.cuts[id.index()].iter().enumerate() {
                let ends = Ends { from: inputs[id.index()][input], to: id.index(), input };
                let how = program.of(id).partitioners[input];
                let key = [
                    "edge-",
                    &ends.from.to_string(),
                    "-",
                    &ends.to.to_string(),
                    "-",
                    &input.to_string(),
                ];
                let mut piece = if cuts.is_empty() {
                    let mut piece = Piece::at(key.concat(), Kind::Chained, ORIGIN);
                    piece.tone = tone(self.outcome.graph.vertex(id));
                    piece.path(Look::Way, &self.way(placed, ends), false);
                    piece
                } else {
                    self.edge(key.concat(), placed, ends, how.name())
                };
                piece.label = Some(words::edge(self.lang, &self.outcome.graph, id, input));
                self.pieces.push(piece);
            }
        }
    }

    fn operator(&mut self, id: OperatorId, area: Rect) {
        let graph = &self.outcome.graph;
        let settings = graph.program.of(id);
        let thing = Thing::Operator(id);
        let mut piece = Piece::at(thing.key(), Kind::Operator, area);
        piece.body(area.w, area.h, 6);
        let side = self.sizes.badge;
        piece.badge_of(graph.vertex(id), area.w - side - 5, 5, side);
        let name = self.line(Look::Name, 8, 18, area.w - side - 18);
        piece.text(name, &self.name(id));
        let mut fact = ["×", &settings.parallelism.to_string()].concat();
        if settings.group != DEFAULT_GROUP {
            fact.push_str(" · ");
            fact.push_str(&settings.group);
        }
        piece.text(self.line(Look::Fact, 8, 36, area.w - 14), &fact);
        piece.selects(thing, words::operator(self.lang, graph, id));
        self.pieces.push(piece);
    }

    /// What is left after chaining.
    pub(super) fn job_graph(&mut self) {
        let graph = &self.outcome.graph;
        let inputs = self.vertex_inputs();
        let line = self.sizes.line;
        let heights: Vec<i32> =
            graph.chains.iter().map(|chain| 30 + line * self.told(chain).len() as i32).collect();
        let top = self.begin_band();
        let placed = self.place(&inputs, &heights, top);
        if self.scale.operators == Detail::Grouped {
            self.wires(&placed, "job-edge-", &inputs, |_| None);
        } else {
            self.told_job_edges(&placed);
        }
        for vertex in graph.vertices() {
            self.vertex(vertex, placed.areas[vertex.index()]);
        }
        let chained = graph.vertex_of.len() - graph.chains.len();
        let facts = [graph.chains.len(), chained];
        self.end_band(1, placed.height, &words::band_fact(self.lang, 1, &facts));
    }

    /// An operator's name; in a small box without what tells a source.
    fn name(&self, id: OperatorId) -> String {
        let operator = self.outcome.graph.program.graph.operator(id);
        match self.scale.operators {
            Detail::Each => operator.full_name(),
            Detail::Grouped => operator.name.clone(),
        }
    }

    /// The operators of a chain that are named: all, or the first.
    fn told<'a>(&self, chain: &'a [OperatorId]) -> &'a [OperatorId] {
        match self.scale.operators {
            Detail::Each => chain,
            Detail::Grouped => &chain[..1],
        }
    }

    fn told_job_edges(&mut self, placed: &Placed) {
        let graph = &self.outcome.graph;
        for vertex in graph.vertices() {
            for (input, (from, how)) in graph.inputs(vertex).enumerate() {
                let ends = Ends { from: from.index(), to: vertex.index(), input };
                let key = [
                    "job-edge-",
                    &from.0.to_string(),
                    "-",
                    &vertex.0.to_string(),
                    "-",
                    &input.to_string(),
                ];
                let piece = self.edge(key.concat(), placed, ends, how.name());
                self.pieces.push(piece);
            }
        }
    }

    pub(super) fn vertex_inputs(&self) -> Vec<Vec<usize>> {
        let graph = &self.outcome.graph;
        let of = |vertex| graph.inputs(vertex).map(|(from, _)| from.index()).collect();
        graph.vertices().map(of).collect()
    }

    fn vertex(&mut self, vertex: VertexId, area: Rect) {
        let graph = &self.outcome.graph;
        let thing = Thing::Vertex(vertex);
        let mut piece = Piece::at(thing.key(), Kind::Vertex, area);
        piece.body(area.w, area.h, 6);
        let side = self.sizes.badge;
        piece.badge_of(vertex, 6, 5, side);
        let chain = &graph.chains[vertex.index()];
        let told = self.told(chain);
        let mut fact = ["×", &graph.parallelism(vertex).to_string()].concat();
        if told.len() < chain.len() {
            fact.push_str(" · +");
            fact.push_str(&(chain.len() - told.len()).to_string());
        }
        piece.text(self.line(Look::Fact, side + 12, 19, area.w - side - 16), &fact);
        for (index, id) in told.iter().enumerate() {
            let y = 26 + self.sizes.line * (index as i32 + 1) - 5;
            piece.text(self.line(Look::Name, 8, y, area.w - 14), &self.name(*id));
        }
        piece.selects(thing, words::vertex(self.lang, graph, vertex));
        self.pieces.push(piece);
    }

    /// Every task as its subtasks.
    pub(super) fn execution_graph(&mut self) {
        if self.scale.subtasks == Detail::Grouped {
            return self.groups();
        }
        let graph = &self.outcome.graph;
        let inputs = self.vertex_inputs();
        let pitch = self.sizes.chip + 4;
        let heights: Vec<i32> = graph
            .vertices()
            .map(|vertex| match self.width {
                WidthClass::Wide => pitch * i32::from(graph.parallelism(vertex)) - 4,
                WidthClass::Narrow => self.sizes.chip,
            })
            .collect();
        let top = self.begin_band();
        let placed = self.place(&inputs, &heights, top);
        let spec = graph.spec(model::Config::default());
        let mut ways = Piece::at("wires".to_owned(), Kind::Wires, ORIGIN);
        for vertex in graph.vertices() {
            for (from, how) in graph.inputs(vertex) {
                for (a, b) in connections(&spec, vertex.index(), from, how.pattern()) {
                    let a = self.chip(&placed, from, a as u16);
                    let b = self.chip(&placed, vertex, b as u16);
                    let (start, _) = self.sides(a);
                    let (_, end) = self.sides(b);
                    ways.path(Look::Way, &[start, end], false);
                }
            }
        }
        self.pieces.push(ways);
        for vertex in graph.vertices() {
            for subtask in 0..graph.parallelism(vertex) {
                let area = self.chip(&placed, vertex, subtask);
                self.subtask(vertex, subtask, area);
            }
        }
        let n = graph.subtasks();
        self.end_band(2, placed.height, &words::band_fact(self.lang, 2, &[n]));
    }

    /// Where a subtask stands in the ExecutionGraph.
    fn chip(&self, placed: &Placed, vertex: VertexId, subtask: u16) -> Rect {
        let area = placed.areas[vertex.index()];
        let (index, count) =
            (i32::from(subtask), i32::from(self.outcome.graph.parallelism(vertex)));
        match self.width {
            WidthClass::Wide => {
                let y = area.y + index * (self.sizes.chip + 4);
                Rect { y, h: self.sizes.chip, ..area }
            }
            WidthClass::Narrow => {
                let w = (area.w - 3 * (count - 1)) / count;
                Rect { x: area.x + index * (w + 3), w, h: self.sizes.chip, ..area }
            }
        }
    }

    fn subtask(&mut self, vertex: VertexId, subtask: u16, area: Rect) {
        let thing = Thing::Subtask(vertex, subtask);
        let mut piece = Piece::at(["task-", &thing.key()].concat(), Kind::Subtask, area);
        self.chip_face(&mut piece, vertex, subtask, area);
        piece.selects(thing, words::subtask(self.lang, self.outcome, vertex, subtask));
        self.pieces.push(piece);
    }

    /// A subtask's letter, number and name, as far as there is room.
    pub(super) fn chip_face(&self, piece: &mut Piece, vertex: VertexId, subtask: u16, area: Rect) {
        let graph = &self.outcome.graph;
        piece.body(area.w, area.h, 5);
        let side = area.h - 6;
        let of = [&(subtask + 1).to_string(), "/", &graph.parallelism(vertex).to_string()].concat();
        let y = area.h / 2 + 4;
        if area.w < side + 30 {
            piece.tone = tone(vertex);
            let short = [&letter_of(vertex.0), &(subtask + 1).to_string()[..]].concat();
            piece.text_middle(self.line(Look::Name, area.w / 2, y, area.w - 2), &short);
            return;
        }
        piece.badge_of(vertex, 3, 3, side);
        let head = graph.program.graph.operator(graph.head(vertex));
        let long = [&of, " ", &head.name].concat();
        let text = if area.w < side + 70 { of } else { long };
        piece.text(self.line(Look::State, side + 9, y, area.w - side - 12), &text);
    }
}

pub(super) const ORIGIN: Rect = Rect::new(0, 0, 0, 0);
/// Words on a way stand so far beside it on a phone, and are at most so wide.
const BESIDE: i32 = 6;
const LABEL: i32 = 100;

impl Pen<'_> {
    /// Gives every node its place below `top`.
    fn place(&self, inputs: &[Vec<usize>], heights: &[i32], top: i32) -> Placed {
        if self.scale.operators == Detail::Grouped {
            return self.strips(inputs, heights.iter().copied().max().unwrap_or(0), top);
        }
        let grid = arrange(inputs);
        let room = self.room();
        let gap = self.sizes.gap;
        // Nodes of one row are as far from the next row as the highest of them needs.
        let row = |cell: &(usize, usize)| match self.width {
            WidthClass::Wide => cell.1,
            WidthClass::Narrow => cell.0,
        };
        let rows = match self.width {
            WidthClass::Wide => grid.lanes,
            WidthClass::Narrow => grid.layers,
        };
        let mut row_heights = vec![self.sizes.chip; rows];
        for (cell, height) in grid.cells.iter().zip(heights) {
            let highest = &mut row_heights[row(cell)];
            *highest = (*highest).max(*height);
        }
        let mut tops = Vec::new();
        let mut y = top;
        for height in &row_heights {
            tops.push(y);
            y += height + gap;
        }
        let columns = match self.width {
            WidthClass::Wide => grid.layers,
            WidthClass::Narrow => grid.lanes,
        };
        let pitch = room.w / columns.max(1) as i32;
        let (width, inset) = match self.width {
            // Few columns leave room for long names, many need theirs for what stands at the edges.
            WidthClass::Wide => ((pitch * if columns <= 4 { 70 } else { 62 } / 100).min(176), 0),
            WidthClass::Narrow => ((pitch - 8).min(260), (pitch - (pitch - 8).min(260)) / 2),
        };
        // A flow to the right fills the room from edge to edge.
        let step = match (self.width, columns) {
            (WidthClass::Wide, 2..) => (room.w - width) / (columns as i32 - 1),
            _ => pitch,
        };
        let left = |column: usize| room.x + inset + step * column as i32;
        let area = |(cell, height): (&(usize, usize), &i32)| {
            let (layer, lane) = *cell;
            let (column, at) = match self.width {
                WidthClass::Wide => (layer, lane),
                WidthClass::Narrow => (lane, layer),
            };
            let spare = match self.width {
                WidthClass::Wide => (row_heights[at] - height) / 2,
                WidthClass::Narrow => 0,
            };
            Rect { x: left(column), y: tops[at] + spare, w: width, h: *height }
        };
        let areas = grid.cells.iter().zip(heights).map(area).collect();
        let middle_row = |row: usize| tops[row] + row_heights[row] / 2;
        let middle_column = |column: usize| left(column) + width / 2;
        let (lanes, layers) = match self.width {
            WidthClass::Wide => (
                (0..grid.lanes).map(middle_row).collect(),
                (0..grid.layers).map(middle_column).collect(),
            ),
            WidthClass::Narrow => (
                (0..grid.lanes).map(middle_column).collect(),
                (0..grid.layers).map(middle_row).collect(),
            ),
        };
        Placed { grid, areas, lanes, layers, height: y - gap - top }
    }

    /// Where edges leave a node and where they come in.
    fn sides(&self, area: Rect) -> ((i32, i32), (i32, i32)) {
        let Rect { x, y, w, h } = area;
        match self.width {
            WidthClass::Wide => ((x + w, y + h / 2), (x, y + h / 2)),
            WidthClass::Narrow => ((x + w / 2, y + h), (x + w / 2, y)),
        }
    }

    /// The points of an edge.
    fn way(&self, placed: &Placed, ends: Ends) -> Vec<(i32, i32)> {
        let (start, _) = self.sides(placed.areas[ends.from]);
        let (_, end) = self.sides(placed.areas[ends.to]);
        let first = placed.grid.cells[ends.from].0 + 1;
        let mut points = vec![start];
        for (offset, lane) in placed.grid.passes[ends.to][ends.input].iter().enumerate() {
            let (along, across) = (placed.layers[first + offset], placed.lanes[*lane]);
            points.push(match self.width {
                WidthClass::Wide => (along, across),
                WidthClass::Narrow => (across, along),
            });
        }
        points.push(end);
        points
    }

    /// An edge between tasks: a line, a head, and how records are spread.
    fn edge(&self, key: String, placed: &Placed, ends: Ends, how: &str) -> Piece {
        let mut piece = Piece::at(key, Kind::Edge, ORIGIN);
        let points = self.way(placed, ends);
        let end = points[points.len() - 1];
        let before = points[points.len() - 2];
        piece.path(Look::Way, &points, false);
        let head = match self.width {
            WidthClass::Wide => [(end.0 - 7, end.1 - 4), end, (end.0 - 7, end.1 + 4)],
            WidthClass::Narrow => [(end.0 - 4, end.1 - 7), end, (end.0 + 4, end.1 - 7)],
        };
        piece.path(Look::Arrow, &head, true);
        let middle = ((before.0 + end.0) / 2, (before.1 + end.1) / 2);
        let size = self.sizes.small;
        let room = match self.width {
            WidthClass::Wide => end.0 - before.0 - 2,
            WidthClass::Narrow => LABEL,
        };
        let wide = width(how, size, Face::Plain).min(room);
        let (x, y, anchor) = match self.width {
            WidthClass::Wide => (middle.0, middle.1 - 5, Anchor::Middle),
            // Beside the way, on the side where there is room.
            WidthClass::Narrow if middle.0 + BESIDE + wide + 2 <= self.width.across() => {
                (middle.0 + BESIDE, middle.1 + 4, Anchor::Start)
            }
            WidthClass::Narrow => (middle.0 - BESIDE, middle.1 + 4, Anchor::End),
        };
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - wide / 2,
            Anchor::End => x - wide,
        };
        // The ground under the text keeps it legible where edges cross.
        piece.rect(Look::LabelGround, Rect::new(left - 2, y - size, wide + 4, size + 4), 2);
        piece.anchored(Line { look: Look::Fact, size, x, y, room }, anchor, how);
        piece
    }
}
