//! YARN or Kubernetes around Flink: YARN's own ResourceManager (not Flink's) or the API server, machines
//! with their capacity, and the containers or pods around the processes.

use super::plan::contained;
use super::sizes::{DOT_HEIGHT, Density, LISTED, LISTED_HEIGHT, QUEUE_HEIGHT};
use super::{Pen, caption};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{Names, names};
use caption::{join, number};
use model::cluster::{
    Container, ContainerPhase, FlinkCluster, Mode, Node, NodeState, Platform, YarnApplicationState,
};
use model::event::ContainerRole;
use model::{Provider, QueueId};

impl Pen<'_> {
    pub(super) fn platform(&mut self) {
        let (Some(yarn), Some(plan)) = (&self.cluster.platform, self.plan.platform.clone()) else {
            return;
        };
        self.platform_head(yarn, plan.resource_manager);
        if let Some(place) = plan.file_system {
            self.file_system(yarn, place);
        }
        for (node, place) in yarn.nodes.iter().zip(plan.nodes) {
            self.node(yarn, node, place);
        }
        let dots = self.plan.grid.density == Density::Dots;
        for container in &yarn.containers {
            let process = match container.role {
                ContainerRole::JobManager => self.process_in(container),
                ContainerRole::TaskManager(_) if dots => None,
                ContainerRole::TaskManager(tm) => self.tm_place(tm),
            };
            if let (Some(process), Some(_)) = (process, container.node) {
                self.container(container, contained(process));
            }
        }
    }

    /// Where the JobManager of a container stands: the one that leads, or the newest.
    fn process_in(&self, container: &Container) -> Option<Rect> {
        let leader = self.cluster.flink(container.cluster).leader;
        let led = leader.and_then(|jm| self.cluster.jm(jm).container);
        let containers = self.cluster.platform.iter().flat_map(|it| &it.containers);
        let newest = containers.rev().find(|other| {
            other.role == ContainerRole::JobManager && other.cluster == container.cluster
        });
        let shown = led.or(newest.map(|newest| newest.id));
        let plan = self.cluster_plan(container.cluster)?;
        let whole = plan.density != Density::Dots;
        (shown == Some(container.id) && whole).then_some(plan.job_manager)
    }

    fn platform_head(&mut self, yarn: &Platform, place: Rect) {
        let key = "yarn-resource-manager".to_owned();
        let mut shape = Shape::at(key, Role::YarnResourceManager, place);
        let over = |state| {
            matches!(
                state,
                YarnApplicationState::Finished
                    | YarnApplicationState::Failed
                    | YarnApplicationState::Killed
            )
        };
        let clusters = &self.cluster.clusters;
        if !clusters.is_empty() && clusters.iter().all(|it| over(it.application_state)) {
            shape.condition = Condition::Done;
        }
        shape.body(place.w, place.h, 0);
        let kubernetes = matches!(self.cluster.provider, Provider::Kubernetes { .. });
        let size = self.sizes.text;
        let room = place.w - 20;
        let name = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 22, room };
        let title = if kubernetes { "API server" } else { "YARN ResourceManager" };
        shape.text(name, title);
        let waiting = yarn
            .containers
            .iter()
            .filter(|container| container.phase == ContainerPhase::Pending)
            .count();
        let app = self.applications(kubernetes);
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room };
        shape.text(Line { room: width(&app, size, Face::Plain).min(room), ..line }, &app);
        if waiting > 0 {
            let left = room - width(&app, size, Face::Plain) - 12;
            let many = number(waiting as u64);
            let long = join(&[
                &many,
                match kubernetes {
                    true => self.say(" 个 Pod 等空位", " pods wait for room"),
                    false => self.say(" 个容器等空位", " containers wait for room"),
                },
            ]);
            let short = join(&[&many, self.say(" 个在等", " waiting")]);
            let text = first_that_fits(&[&long, &short, ""], size, Face::Plain, left);
            shape.text_end(Line { look: Look::Alarm, x: place.w - 10, room: left, ..line }, &text);
        }
        let y = self.queues(&mut shape, place);
        self.objects(&mut shape, place, y);
        self.list(&mut shape, place, y);
        shape.selects(Target::YarnResourceManager, join(&[title, ", ", &app]));
        self.add(shape);
    }

    /// The queues and what is in use of each, against what it may use. Where what follows stands.
    fn queues(&self, shape: &mut Shape, place: Rect) -> i32 {
        let size = self.sizes.text;
        let mut y = 69;
        let queues = self.cluster.provider.queues().iter().zip(0..self.options.extent.queues);
        for (queue, id) in queues.take(LISTED as usize) {
            let room = self.cluster.queue_room(QueueId(id));
            let (used, most) = room.unwrap_or_default();
            let held = join(&[&number(used), " / ", &number(most), " MiB"]);
            let wide = width(&held, size, Face::Plain);
            let line = Line { look: Look::Fact, size, x: place.w - 10, y, room: wide };
            shape.text_end(line, &held);
            let name = join(&[self.say("队列 ", "queue "), &queue.name]);
            let room = place.w - 32 - wide;
            shape.text(Line { x: 10, room, ..line }, &name);
            self.gauge(shape, Rect::new(10, y + 6, place.w - 20, 4), (used, most));
            y += QUEUE_HEIGHT;
        }
        y
    }

    fn gauge(&self, shape: &mut Shape, place: Rect, (used, most): (u64, u64)) {
        let full = (used.min(most) * place.w as u64 / most.max(1)) as i32;
        shape.rect(Look::Gauge, place, 2);
        if full > 0 {
            shape.rect(Look::GaugeUsed, Rect { w: full, ..place }, 2);
        }
    }

    /// Several clusters one by one: whoever waits for room comes first, then whoever runs.
    fn list(&self, shape: &mut Shape, place: Rect, top: i32) {
        if self.cluster.clusters.len() < 2 {
            return;
        }
        let rows = (place.h - top + 13) / LISTED_HEIGHT;
        let rank = |state| match state {
            YarnApplicationState::Submitted | YarnApplicationState::Accepted => 0,
            YarnApplicationState::New | YarnApplicationState::Running => 1,
            YarnApplicationState::Finished
            | YarnApplicationState::Failed
            | YarnApplicationState::Killed => 2,
        };
        let mut clusters: Vec<&FlinkCluster> = self.cluster.clusters.iter().collect();
        clusters.sort_by_key(|it| rank(it.application_state));
        clusters.truncate(rows.max(0) as usize);
        clusters.sort_by_key(|it| it.id);
        let size = self.sizes.text;
        let names = Names::new(self.lang(), self.cluster);
        for (row, cluster) in clusters.into_iter().enumerate() {
            let y = top + row as i32 * LISTED_HEIGHT;
            let waits = rank(cluster.application_state) == 0;
            let state = match self.cluster.provider {
                Provider::Kubernetes { .. } => caption::job_manager(self.lang(), cluster.phase),
                Provider::Standalone { .. } | Provider::Yarn { .. } => {
                    caption::yarn_application(cluster.application_state)
                }
            };
            let look = if waits { Look::Alarm } else { Look::State };
            let wide = width(state, size, Face::Plain);
            let line = Line { look, size, x: place.w - 10, y, room: wide };
            shape.text_end(line, state);
            let tag = self.tag(cluster.id).map_or_else(String::new, |(_, tag)| tag);
            let mut jobs = self.cluster.jobs_of(cluster.id);
            let what = match (cluster.mode, jobs.next()) {
                (Mode::PerJob(_), Some(job)) => job.spec.name.clone(),
                (Mode::Application(application), _) => names.application(application),
                (Mode::PerJob(_) | Mode::Session, _) => names.flink(cluster.id),
            };
            let queue = cluster.queue.and_then(|id| self.cluster.provider.queues().get(id.index()));
            let queue = queue.map_or_else(String::new, |queue| join(&[" · ", &queue.name]));
            let name = join(&[&tag, " · ", &what, &queue]);
            let room = place.w - 32 - wide;
            shape.text(Line { look: Look::Fact, x: 10, room, ..line }, &name);
        }
    }

    /// What has been asked of the platform: one cluster in its state, several counted by state.
    fn applications(&self, kubernetes: bool) -> String {
        let clusters = &self.cluster.clusters;
        let states = || clusters.iter().map(|it| it.application_state);
        if kubernetes {
            // It is there without a process, too: it starts the next one.
            let kept = states().filter(|state| {
                matches!(
                    state,
                    YarnApplicationState::Submitted
                        | YarnApplicationState::Accepted
                        | YarnApplicationState::Running
                )
            });
            return join(&["Deployment × ", &number(kept.count() as u64)]);
        }
        if clusters.len() < 2 {
            let Some(state) = states().next() else {
                return self.say("还没有应用", "no application yet").to_owned();
            };
            return join(&[self.say("应用 ", "application "), caption::yarn_application(state)]);
        }
        let many = |wanted| states().filter(|state| *state == wanted).count() as u64;
        let counted = [YarnApplicationState::Running, YarnApplicationState::Accepted];
        let counted = counted.map(|state| (many(state), caption::yarn_application(state)));
        let texts = counted.iter().filter(|(many, _)| *many > 0);
        let texts = texts.map(|(many, state)| join(&[&number(*many), " ", state]));
        let texts: Vec<String> = texts.collect();
        if texts.is_empty() {
            return self.say("没有应用在跑", "no application runs").to_owned();
        }
        join(&[self.say("应用 ", "applications "), &texts.join(" · ")])
    }

    /// What lies in `~/.flink`.
    fn file_system(&mut self, yarn: &Platform, place: Rect) {
        let mut shape = Shape::at("hdfs".to_owned(), Role::YarnResourceManager, place);
        shape.body(place.w, place.h, 0);
        let name = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 22, room: 60 };
        shape.text(name, "HDFS");
        let ids = yarn.staging.iter().filter_map(|files| files.cluster);
        let ids: Vec<String> = ids.map(|id| number(u64::from(id.0) + 1)).collect();
        let kept = if ids.is_empty() {
            self.say("空", "empty").to_owned()
        } else {
            join(&["application ", &ids.join(", ")])
        };
        // Beside the name, or below it where there are two lines.
        let below = place.h > DOT_HEIGHT;
        let room = place.w - if below { 20 } else { 80 };
        let size = self.sizes.text;
        let many = number(ids.len() as u64);
        let texts = [join(&["~/.flink: ", &kept]), join(&["~/.flink: ", &many])];
        let text = first_that_fits(&[&texts[0], &texts[1]], size, Face::Plain, room);
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room };
        if below {
            shape.text(line, &text);
        } else {
            shape.text_end(Line { x: place.w - 10, y: 22, ..line }, &text);
        }
        self.add(shape);
    }

    fn node(&mut self, yarn: &Platform, node: &Node, place: Rect) {
        let id = names::node(node.id);
        let mut shape = Shape::at(id.clone(), Role::Node, place);
        shape.body(place.w, place.h, 0);
        let size = self.sizes.text;
        let here = yarn.containers.iter().filter(|container| {
            container.node == Some(node.id) && container.phase != ContainerPhase::Completed
        });
        let used: u64 = here.map(|container| container.memory_mib).sum();
        // Among many machines there is room for their names.
        let short = place.w < 200;
        let capacity = match node.state {
            NodeState::Up => {
                let (used, most) = (number(used), number(node.memory_mib));
                let told = join(&[&used, " / ", &most, " MiB"]);
                let bare = join(&[&used, "/", &most]);
                let room = place.w - 26 - width(&id, size, Face::Bold);
                first_that_fits(&[&told, &bare, ""], size, Face::Plain, room)
            }
            NodeState::Silent => self.say("断电", "no power").to_owned(),
            NodeState::Unheard => self.say("已死", "dead").to_owned(),
            NodeState::Lost => match self.cluster.provider {
                Provider::Kubernetes { .. } => "NotReady".to_owned(),
                Provider::Standalone { .. } | Provider::Yarn { .. } => "LOST".to_owned(),
            },
        };
        let look = if node.state == NodeState::Up { Look::Fact } else { Look::Alarm };
        if node.state != NodeState::Up {
            shape.condition = Condition::Dead;
        }
        let (edge, y) = if self.plan.lens.is_some() { (6, 16) } else { (10, 21) };
        // A machine without a name is worse than one whose outline alone says that it is dead.
        let beside = place.w - 2 * edge - 6 - if short { width(&id, size, Face::Bold) } else { 0 };
        let fitting = first_that_fits(&[&capacity, ""], size, Face::Plain, beside);
        let capacity_room = width(&fitting, size, Face::Plain);
        let line = Line { look, size, x: place.w - edge, y, room: capacity_room };
        shape.text_end(line, &fitting);
        let gap = if short { 0 } else { 12 };
        let room = place.w - 2 * edge - capacity_room - gap;
        let kind = match self.cluster.provider {
            Provider::Kubernetes { .. } => "kubelet ",
            Provider::Standalone { .. } | Provider::Yarn { .. } => "NodeManager ",
        };
        let names = [join(&[kind, &id]), id.clone()];
        let name = first_that_fits(&[&names[0], &names[1]], size, Face::Bold, room);
        shape.text(Line { look: Look::Name, x: edge, room, ..line }, &name);
        let whole = place.w - 2 * edge;
        let gauge = Rect::new(edge, y + 7, whole, 5);
        self.gauge(&mut shape, gauge, (used, node.memory_mib));
        shape.selects(Target::Node(node.id), join(&[kind, &id, ": ", &capacity]));
        self.add(shape);
    }

    fn container(&mut self, container: &Container, place: Rect) {
        let id = names::container(&self.cluster.provider, container.id);
        let mut shape = Shape::at(id.clone(), Role::Container, place);
        shape.condition = match container.phase {
            ContainerPhase::Pending | ContainerPhase::Allocated => Condition::Coming,
            ContainerPhase::Running
                if matches!(
                    container.node.and_then(|node| self.cluster.node_state(node)),
                    Some(NodeState::Silent | NodeState::Lost)
                ) =>
            {
                Condition::Dead
            }
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
        let size = self.sizes.text;
        // The JobManager's gutter is kept free for messages, also above its box.
        let x = match container.role {
            ContainerRole::JobManager => self.plan.first_cluster().gutter.right() + 2 - place.x + 2,
            ContainerRole::TaskManager(_) => 8,
        };
        let room = place.w - 8 - x;
        let text = first_that_fits(&[&long, &middle, &id, &memory], size, Face::Plain, room);
        shape.text(Line { look: Look::Fact, size, x, y: 16, room }, &text);
        shape.selects(Target::Container(container.id), long);
        self.add(shape);
    }
}
