//! What is too much to be told one by one: a long program as strips, like the lines of a text; the subtasks of a task as one
//! group; TaskManagers as cards. One of each is open: what was chosen, else the first.
//!
//! In: the outcome's job graph. Out: pieces, so many that they grow with the operators and the TaskManagers and with nothing
//! else.

use super::arrange::arrange;
use super::bands::Pen;
use super::graphs::{ORIGIN, Placed};
use super::join::Thing;
use super::kind::{Kind, Piece, tone};
use super::words;
use crate::scene::{Condition, Look, WidthClass};
use crate::stroke::{Rect, Strokes};
use model::graph::experiment::Seat;
use model::{TmId, VertexId};

/// Nodes in a strip.
const fn in_strip(width: WidthClass) -> usize {
    match width {
        WidthClass::Wide => 7,
        WidthClass::Narrow => 3,
    }
}

/// Beside the strips, where edges go on to the next one; between two nodes; between two lanes and two strips.
const GUTTER: i32 = 12;
const BESIDE: i32 = 22;
const LANES: i32 = 8;
const STRIPS: i32 = 8;
/// A subtask in the open group, a TaskManager as a card, and the space between them.
const SUBTASK: i32 = 31;
const CARD: Rect = Rect::new(0, 0, 76, 34);
const GAP: i32 = 6;

impl Pen<'_> {
    /// Nodes of that height in layers, so many layers to a strip.
    pub(super) fn strips(&self, inputs: &[Vec<usize>], height: i32, top: i32) -> Placed {
        let cells = arrange(inputs).cells;
        // An edge that passes a layer runs below the nodes, so only the layer before decides on the lane.
        let near = |(node, of): (usize, &Vec<usize>)| {
            let before = |from: &usize| cells[*from].0 + 1 == cells[node].0;
            of.iter().copied().filter(before).collect()
        };
        let mut grid = arrange(&inputs.iter().enumerate().map(near).collect::<Vec<_>>());
        let across = in_strip(self.width);
        let pitch = height + LANES;
        let mut tops = Vec::new();
        let mut y = top;
        for strip in 0..grid.layers.div_ceil(across) {
            let is_in = |(layer, _): &&mut (usize, usize)| *layer / across == strip;
            // Lanes that nobody has in this strip are left out.
            let mut lanes: Vec<usize> =
                grid.cells.iter_mut().filter(is_in).map(|(_, lane)| *lane).collect();
            lanes.sort_unstable();
            lanes.dedup();
            for (_, lane) in grid.cells.iter_mut().filter(is_in) {
                *lane = lanes.partition_point(|it| it < lane);
            }
            tops.push(y);
            y += lanes.len() as i32 * pitch + STRIPS;
        }
        let room = self.room();
        let step = (room.w - 2 * GUTTER + BESIDE) / across as i32;
        let area = |(layer, lane): &(usize, usize)| Rect {
            x: room.x + GUTTER + (layer % across) as i32 * step,
            y: tops[layer / across] + *lane as i32 * pitch,
            w: step - BESIDE,
            h: height,
        };
        let areas = grid.cells.iter().map(area).collect();
        let height = y - STRIPS - LANES - top;
        Placed { grid, areas, lanes: Vec::new(), layers: Vec::new(), height }
    }

    /// The way of an edge: straight to the next layer, below the nodes to a later one, and round the end of the strip to
    /// the next strip.
    fn bend(&self, placed: &Placed, from: usize, to: usize) -> Vec<(i32, i32)> {
        let (a, b) = (placed.areas[from], placed.areas[to]);
        let ((layer, _), (later, lane)) = (placed.grid.cells[from], placed.grid.cells[to]);
        let (start, end) = ((a.right(), a.middle_y()), (b.x, b.middle_y()));
        let across = in_strip(self.width);
        if layer / across != later / across {
            let (left, right) = (self.room().x + 2, self.room().right() - 2);
            let below = a.bottom() + LANES / 2;
            let (above, at) = (b.y - lane as i32 * (b.h + LANES) - STRIPS, b.y - LANES / 2);
            let round = [(right, below), (right, above), (left, above), (left, at)];
            let mut way = vec![start, (start.0 + 6, below)];
            way.extend(round);
            way.extend([(end.0 - 8, at), end]);
            way
        } else if layer + 1 == later {
            vec![start, end]
        } else {
            let below = a.bottom() + LANES / 2;
            vec![start, (start.0 + 6, below), (end.0 - 8, below), end]
        }
    }

    /// Every edge, those to one consumer as one line that goes back the way it came. Inside a chain it has the colour
    /// of its task and no head.
    pub(super) fn wires(
        &mut self,
        placed: &Placed,
        name: &str,
        inputs: &[Vec<usize>],
        chained: impl Fn(usize) -> Option<VertexId>,
    ) {
        for (to, of) in inputs.iter().enumerate().filter(|(_, of)| !of.is_empty()) {
            let mut of = of.clone();
            of.sort_unstable();
            of.dedup();
            let ways = of.into_iter().flat_map(|from| {
                let way = self.bend(placed, from, to);
                way.clone().into_iter().rev().chain(way).collect::<Vec<_>>()
            });
            let points: Vec<(i32, i32)> = ways.collect();
            let task = chained(to);
            let kind = if task.is_some() { Kind::Chained } else { Kind::Edge };
            let mut piece = Piece::at([name, &to.to_string()].concat(), kind, ORIGIN);
            piece.path(Look::Way, &points, false);
            let (x, y) = (placed.areas[to].x, placed.areas[to].middle_y());
            match task {
                Some(task) => piece.tone = tone(task),
                None => piece.path(Look::Arrow, &[(x - 7, y - 4), (x, y), (x - 7, y + 4)], true),
            }
            self.pieces.push(piece);
        }
    }

    /// The ExecutionGraph: each task with how many of its subtasks run, and one of them open.
    pub(super) fn groups(&mut self) {
        let outcome = self.outcome;
        let inputs = self.vertex_inputs();
        let top = self.begin_band();
        let placed = self.strips(&inputs, self.sizes.node, top);
        self.wires(&placed, "way-", &inputs, |_| None);
        for vertex in outcome.graph.vertices() {
            self.group(vertex, placed.areas[vertex.index()]);
        }
        let y = top + placed.height + 2 * GAP;
        let height = self.open_group(self.open_vertex(), y);
        let n = outcome.graph.subtasks();
        let fact = words::band_fact(self.lang, 2, &[n]);
        self.end_band(2, placed.height + 2 * GAP + height, &fact);
    }

    fn group(&mut self, vertex: VertexId, area: Rect) {
        let graph = &self.outcome.graph;
        let many = i32::from(graph.parallelism(vertex));
        let running = (0..graph.parallelism(vertex))
            .filter(|subtask| matches!(self.outcome.seat(vertex, *subtask), Seat::Runs(..)))
            .count() as i32;
        let thing = Thing::Vertex(vertex);
        let mut piece = Piece::at(["group-", &thing.key()].concat(), Kind::Subtask, area);
        piece.condition = if running > 0 { Condition::Alive } else { Condition::Absent };
        piece.body(area.w, area.h, 6);
        let side = self.sizes.badge;
        piece.badge_of(vertex, 6, 5, side);
        let fact = [&running.to_string(), "/", &many.to_string()[..]].concat();
        piece.text(self.line(Look::Fact, side + 10, 20, area.w - side - 12), &fact);
        piece.gauge(Rect::new(8, area.h - 14, area.w - 16, 7), running, many);
        piece.selects(thing, words::vertex(self.lang, graph, vertex));
        self.pieces.push(piece);
    }

    /// The task that is open: what was chosen is in it, or is it.
    fn open_vertex(&self) -> VertexId {
        let outcome = self.outcome;
        let first = |tm: TmId| {
            (0..u16::MAX).map_while(move |slot| {
                let tm = outcome.task_managers().get(tm.index())?;
                tm.slots.get(usize::from(slot))?;
                Some(outcome.seated(tm.id, slot).first())
            })
        };
        let vertex = match self.open {
            Some(Thing::Operator(id)) => outcome.graph.vertex_of.get(id.index()).copied(),
            Some(Thing::Vertex(vertex) | Thing::Subtask(vertex, _)) => Some(vertex),
            Some(Thing::Slot(tm, slot)) => outcome.seated(tm, slot).first().map(|it| it.0),
            Some(Thing::TaskManager(tm)) => first(tm).flatten().next().map(|it| it.0),
            None => None,
        };
        let known = |vertex: &VertexId| vertex.index() < outcome.graph.chains.len();
        vertex.filter(known).unwrap_or(VertexId(0))
    }

    /// Every subtask of one task. Returns how high that is.
    fn open_group(&mut self, vertex: VertexId, y: i32) -> i32 {
        let outcome = self.outcome;
        let room = self.room();
        let many = outcome.graph.parallelism(vertex);
        let (step, chip) = (SUBTASK + GAP - 2, self.sizes.chip);
        let per_row = (room.w - 2 * GAP) / step;
        let rows = (i32::from(many) + per_row - 1) / per_row;
        let height = self.sizes.line + 8 + rows * (chip + 4) + GAP;
        let area = Rect { x: room.x, y, w: room.w, h: height };
        let mut piece = Piece::at("open".to_owned(), Kind::Vertex, area);
        piece.body(area.w, area.h, 6);
        piece.tone = tone(vertex);
        let label = words::vertex(self.lang, &outcome.graph, vertex);
        piece.text(self.line(Look::Name, 8, 18, area.w - 16), &label);
        piece.label = Some(label);
        self.pieces.push(piece);
        for subtask in 0..many {
            let (column, row) = (i32::from(subtask) % per_row, i32::from(subtask) / per_row);
            let top = y + self.sizes.line + 8 + row * (chip + 4);
            let area = Rect::new(room.x + GAP + column * step, top, SUBTASK, chip);
            let thing = Thing::Subtask(vertex, subtask);
            let mut piece = Piece::at(["task-", &thing.key()].concat(), Kind::Subtask, area);
            piece.condition = self.fares(vertex, subtask);
            piece.body(area.w, area.h, 4);
            let number = (subtask + 1).to_string();
            let line = self.line(Look::State, area.w / 2, area.h / 2 + 4, area.w - 2);
            piece.text_middle(line, &number);
            piece.selects(thing, words::subtask(self.lang, outcome, vertex, subtask));
            self.pieces.push(piece);
        }
        height
    }

    /// Every TaskManager with how many of its slots the job holds. Returns where the next thing begins.
    pub(super) fn cards(&mut self, top: i32) -> i32 {
        let outcome = self.outcome;
        let room = self.room();
        let per_row = (room.w + GAP) / (CARD.w + GAP);
        let mut bottom = top;
        for (at, tm) in outcome.task_managers().iter().enumerate() {
            let (column, row) = (at as i32 % per_row, at as i32 / per_row);
            let x = room.x + column * (CARD.w + GAP);
            let area = Rect { x, y: top + row * (CARD.h + GAP), ..CARD };
            let used = words::used(outcome, tm.id);
            let thing = Thing::TaskManager(tm.id);
            let mut piece = Piece::at(["card-", &thing.key()].concat(), Kind::TaskManager, area);
            let dead = tm.process.is_gone();
            piece.condition = if dead { Condition::Dead } else { Condition::Alive };
            piece.body(area.w, area.h, 5);
            let name = crate::words::names::tm(tm.id);
            piece.text(self.line(Look::Name, 6, 16, area.w - 10), &name);
            if !dead {
                let gauge = Rect::new(6, area.h - 12, area.w - 12, 7);
                piece.gauge(gauge, used as i32, tm.slots.len() as i32);
            }
            let label = [&name, ": ", &words::tm_fact(self.lang, tm, used)[..]].concat();
            piece.selects(thing, label);
            self.pieces.push(piece);
            bottom = area.bottom() + 2 * GAP;
        }
        bottom
    }

    /// So many subtasks of a task without a slot.
    pub(super) fn waiting_group(&mut self, vertex: VertexId, many: usize, area: Rect) {
        let thing = Thing::Vertex(vertex);
        let mut piece = Piece::at(["seat-", &thing.key()].concat(), Kind::Seated, area);
        piece.condition = Condition::Absent;
        piece.body(area.w, area.h, 5);
        let side = area.h - 6;
        piece.badge_of(vertex, 3, 3, side);
        let text = ["×", &many.to_string()].concat();
        piece.text(self.line(Look::State, side + 9, area.h / 2 + 4, area.w - side - 12), &text);
        piece.selects(thing, words::vertex(self.lang, &self.outcome.graph, vertex));
        self.pieces.push(piece);
    }

    /// The TaskManager that is open: what was chosen is in it, or is it.
    pub(super) fn open_task_manager(&self) -> TmId {
        match self.open {
            Some(Thing::TaskManager(tm) | Thing::Slot(tm, _)) => Some(tm),
            Some(Thing::Subtask(vertex, subtask)) => {
                self.outcome.seat(vertex, subtask).slot().map(|(tm, _)| tm)
            }
            Some(Thing::Operator(_) | Thing::Vertex(_)) | None => None,
        }
        .unwrap_or(TmId(0))
    }
}

impl Piece {
    /// So many of all.
    fn gauge(&mut self, area: Rect, used: i32, all: i32) {
        self.rect(Look::Gauge, area, 2);
        if used > 0 {
            self.rect(Look::GaugeUsed, Rect { w: area.w * used / all.max(1), ..area }, 2);
        }
    }
}
