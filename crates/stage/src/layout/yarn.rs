//! YARN around Flink: its own ResourceManager (not Flink's), machines with their capacity, and the
//! containers around the processes.

use super::draw::Line;
use super::plan::{Rect, contained};
use super::{Pen, caption};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::words::names;
use caption::{join, number};
use model::cluster::{Container, ContainerPhase, Node, Yarn, YarnApplicationState};
use model::event::ContainerRole;

impl Pen<'_> {
    pub(super) fn yarn(&mut self) {
        let (Some(yarn), Some(plan)) = (&self.cluster.yarn, self.plan.yarn.clone()) else {
            return;
        };
        self.yarn_resource_manager(yarn, plan.resource_manager);
        for (node, place) in yarn.nodes.iter().zip(plan.nodes) {
            self.node(yarn, node, place);
        }
        for container in &yarn.containers {
            let process = match container.role {
                ContainerRole::JobManager => Some(self.plan.job_manager),
                ContainerRole::TaskManager(tm) => self.tm_place(tm),
            };
            if let (Some(process), Some(_)) = (process, container.node) {
                self.container(container, contained(process));
            }
        }
    }

    fn yarn_resource_manager(&mut self, yarn: &Yarn, place: Rect) {
        let key = "yarn-resource-manager".to_owned();
        let mut shape = Shape::at(key, Role::YarnResourceManager, place);
        shape.condition = match yarn.application {
            YarnApplicationState::Finished | YarnApplicationState::Killed => Condition::Done,
            YarnApplicationState::New
            | YarnApplicationState::Submitted
            | YarnApplicationState::Accepted
            | YarnApplicationState::Running => Condition::Alive,
        };
        shape.body(place.w, place.h, 0);
        let size = self.sizes.text;
        let room = place.w - 20;
        let name = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 22, room };
        shape.text(name, "YARN ResourceManager");
        let state = caption::yarn_application(yarn.application);
        let waiting = yarn
            .containers
            .iter()
            .filter(|container| container.phase == ContainerPhase::Pending)
            .count();
        let app = join(&[self.say("应用 ", "application "), state]);
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room };
        shape.text(Line { room: width(&app, size, Face::Plain).min(room), ..line }, &app);
        if waiting > 0 {
            let left = room - width(&app, size, Face::Plain) - 12;
            let many = number(waiting as u64);
            let long = join(&[&many, self.say(" 个容器等空位", " containers wait for room")]);
            let short = join(&[&many, self.say(" 个在等", " waiting")]);
            let text = first_that_fits(&[&long, &short], size, Face::Plain, left);
            shape.text_end(Line { look: Look::Alarm, x: place.w - 10, room: left, ..line }, &text);
        }
        shape.selects(Target::YarnResourceManager, join(&["YARN ResourceManager, ", &app]));
        self.add(shape);
    }

    fn node(&mut self, yarn: &Yarn, node: &Node, place: Rect) {
        let id = names::node(node.id);
        let mut shape = Shape::at(id.clone(), Role::Node, place);
        shape.body(place.w, place.h, 0);
        let size = self.sizes.text;
        let here = yarn.containers.iter().filter(|container| {
            container.node == Some(node.id) && container.phase != ContainerPhase::Completed
        });
        let used: u64 = here.map(|container| container.memory_mib).sum();
        let capacity = join(&[&number(used), " / ", &number(node.memory_mib), " MiB"]);
        let capacity_room = width(&capacity, size, Face::Plain);
        let line = Line { look: Look::Fact, size, x: place.w - 10, y: 21, room: capacity_room };
        shape.text_end(line, &capacity);
        let room = place.w - 32 - capacity_room;
        let names = [join(&["NodeManager ", &id]), id.clone()];
        let name = first_that_fits(&[&names[0], &names[1]], size, Face::Bold, room);
        shape.text(Line { look: Look::Name, x: 10, room, ..line }, &name);
        let whole = place.w - 20;
        let full = (used.min(node.memory_mib) * whole as u64 / node.memory_mib.max(1)) as i32;
        shape.rect(Look::Gauge, Rect::new(10, 29, whole, 6), 2);
        if full > 0 {
            shape.rect(Look::GaugeUsed, Rect::new(10, 29, full, 6), 2);
        }
        shape.selects(Target::Node(node.id), join(&["NodeManager ", &id, ": ", &capacity]));
        self.add(shape);
    }

    fn container(&mut self, container: &Container, place: Rect) {
        let id = names::container(container.id);
        let mut shape = Shape::at(id.clone(), Role::Container, place);
        shape.condition = match container.phase {
            ContainerPhase::Pending | ContainerPhase::Allocated => Condition::Coming,
            ContainerPhase::Running => Condition::Alive,
            ContainerPhase::Completed => Condition::Done,
        };
        shape.body(place.w, place.h, 2);
        let memory = join(&[&number(container.memory_mib), " MiB"]);
        let where_to = match (container.role, container.node) {
            (ContainerRole::JobManager, Some(node)) => join(&[" · ", &names::node(node)]),
            (ContainerRole::JobManager | ContainerRole::TaskManager(_), _) => String::new(),
        };
        let long = join(&[&id, &where_to, " · ", &memory]);
        let middle = join(&[&id, &where_to]);
        let size = 12;
        // The JobManager's gutter is kept free for messages, also above its box.
        let x = match container.role {
            ContainerRole::JobManager => self.plan.dispatcher.x - place.x + 2,
            ContainerRole::TaskManager(_) => 8,
        };
        let room = place.w - 8 - x;
        let text = first_that_fits(&[&long, &middle, &id, &memory], size, Face::Plain, room);
        shape.text(Line { look: Look::Fact, size, x, y: 16, room }, &text);
        shape.selects(Target::Container(container.id), long);
        self.add(shape);
    }
}
