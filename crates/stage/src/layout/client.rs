//! The terminal and the clients: every `flink run`, with what it is doing. Clients that have ended fade
//! and stay until their place is needed.

use super::sizes::Density;
use super::{Pen, caption, holder, letter, tone};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use model::cluster::{Client, ClientPhase, DeploymentTarget};
use model::event::ClientExit;

impl Pen<'_> {
    pub(super) fn clients(&mut self) {
        self.shell();
        for (place, rect) in self.plan.clients.clone().into_iter().enumerate() {
            if let Some(index) =
                holder(&self.options.extent.clients, self.cluster.clients.len(), place)
            {
                let client = self.cluster.clients.get(index);
                if let Some(shape) = client.map(|client| self.client(client, rect)) {
                    self.add(shape);
                }
            }
        }
    }

    fn shell(&mut self) {
        let place = self.plan.shell;
        let mut shape = Shape::at("shell".to_owned(), Role::Shell, place);
        shape.body(place.w, place.h, 6);
        let y = place.h / 2 + 5;
        let size = self.sizes.text;
        shape.text(Line { look: Look::Code, size, x: 10, y, room: 20 }, ">_");
        let room = place.w - 44;
        shape.text(Line { look: Look::Fact, size, x: 36, y, room }, self.say("终端", "terminal"));
        shape.emphasis = self.focus.shell();
        self.add(shape);
    }

    fn client(&self, client: &Client, place: Rect) -> Shape {
        let mut key = String::from("client-");
        key.push_str(&caption::number(client.id.0));
        let mut shape = Shape::at(key, Role::Client, place);
        shape.condition = condition(client.phase);
        shape.body(place.w, place.h, 6);
        let size = self.sizes.text;
        let line = |look, y| Line { look, size, x: 10, y, room: place.w - 14 };
        let name = names::client(client.id);
        shape.text(Line { room: place.w - 48, ..line(Look::Name, 20) }, &name);
        if let Some(job) = client.job {
            shape.badge(tone(job), &letter(job), Rect::new(place.w - 30, 6, 20, 19));
        }
        let phase = caption::client(self.lang(), client);
        if self.plan.client_density == Density::Words {
            shape.text(line(Look::Code, 41), command(client));
            if !self.plan.above {
                shape.text(line(Look::Fact, 60), &client.program.name);
            }
        }
        if self.plan.client_density != Density::Tiles {
            shape.text(line(Look::State, place.h - 11), &phase);
        }
        let label = caption::join(&[
            &name,
            ", ",
            command(client),
            ", ",
            &client.program.name,
            ": ",
            &phase,
        ]);
        shape.selects(Target::Client(client.id), label);
        shape
    }
}

const fn command(client: &Client) -> &'static str {
    match (client.target, client.attached, client.shutdown_on_attached_exit) {
        (DeploymentTarget::Session, true, true) => "flink run -sae",
        (DeploymentTarget::Session, true, false) => "flink run",
        (DeploymentTarget::Session, false, _) => "flink run -d",
        (DeploymentTarget::PerJob, ..) => "yarn-per-job",
        (DeploymentTarget::Application, ..) => "application",
    }
}

const fn condition(phase: ClientPhase) -> Condition {
    match phase {
        ClientPhase::RunningMain | ClientPhase::Submitting => Condition::Coming,
        ClientPhase::Waiting => Condition::Alive,
        ClientPhase::Exited(
            ClientExit::ConnectionFailed | ClientExit::NotDeployed | ClientExit::ProgramThrew,
        ) => Condition::Dead,
        ClientPhase::Exited(
            ClientExit::Submitted
            | ClientExit::JobEnded(_)
            | ClientExit::Deployed
            | ClientExit::Interrupted,
        ) => Condition::Done,
    }
}
