//! The player: which moment of a trace is shown, and how the reader moves it.
//!
//! In: a [`Scenario`] and [`Control`]s. Out: a [`Position`], the [`Frame`] at it, and what to say
//! about it. Deliberately absent: Yew, the browser, the wall clock (time arrives in [`Control::Tick`]).
//!
//! The frame is a function of trace and position: only [`Control::Act`], [`Control::Imitate`] and
//! [`Control::Reset`] run the model.

mod control;

pub use control::{Control, Mode, Speed};

use super::pacing::{Pacing, Position, Show};
use super::session::Session;
use model::beats::{beats, opening};
use model::event::Refusal;
use model::scenario::TimedAction;
use model::{Action, Beat, BeatKind, Cluster, Entry, FlinkVersion, Frame, Scenario, Time, Trace};
use stage::Motion;

/// With reduced motion, playing steps from beat to beat at this distance (at 1x).
const STEP_EVERY: Show = 2_400_000;

/// Something to tell the reader beside the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The action could not be done; nothing changed.
    Refused(Action, Refusal),
}

/// The player of one stage.
#[derive(Debug)]
pub struct Player {
    /// The page's scenario, with the version that is imitated now.
    scenario: Scenario,
    /// The version that the page asked for.
    own_version: FlinkVersion,
    trace: Trace,
    /// Its story.
    beats: Vec<Beat>,
    pacing: Pacing,
    position: Position,
    /// Where the position is in the show; `pacing.at_show(show)` unless a step chose the position.
    show: Show,
    mode: Mode,
    speed: Speed,
    motion: Motion,
    /// How many events will have happened where playing stops, if that is before the end.
    until: Option<usize>,
    /// Time since the last step, while playing with reduced motion.
    since_step: Show,
    /// Counts the traces, so that whatever was derived from an older one can be dropped.
    run: u32,
    notice: Option<Notice>,
}

impl Player {
    /// A player that stands where the story is about to turn.
    pub fn new(scenario: Scenario) -> Player {
        let own_version = scenario.version;
        let trace = Trace::run(scenario.clone());
        let beats = beats(&trace);
        let pacing = Pacing::new(trace.entries(), &beats);
        let position = opening(&beats).map_or_else(Position::default, Position::of);
        let mut player = Player {
            scenario,
            own_version,
            trace,
            beats,
            pacing,
            position,
            show: 0,
            mode: Mode::Paused,
            speed: Speed::Normal,
            motion: Motion::Full,
            until: None,
            since_step: 0,
            run: 0,
            notice: None,
        };
        player.go(position);
        player
    }

    /// The same, standing where everything up to this time has happened.
    #[cfg(test)]
    pub fn standing_at(scenario: Scenario, time: Time) -> Player {
        let mut player = Player::new(scenario);
        player.stand(player.pacing.at_time(time));
        player
    }

    /// The trace that is shown.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Every event of it.
    pub fn entries(&self) -> &[Entry] {
        self.trace.entries()
    }

    /// Where it stands.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The beats of its story.
    pub fn beats(&self) -> &[Beat] {
        &self.beats
    }

    /// The beat that is shown: the last one that has been reached.
    pub fn beat(&self) -> Option<usize> {
        let reached = |beat: &Beat| Position::of(beat) <= self.position;
        self.beats.partition_point(reached).checked_sub(1)
    }

    /// How long nobody knows of what broke, at the moment at which that is told.
    pub fn silence(&self) -> Option<Time> {
        let beat = self.beats.get(self.beat()?)?;
        let here = beat.kind == BeatKind::Silence && Position::of(beat) == self.position;
        here.then_some(beat.lasts)
    }

    /// Where a beat, or any other place, is in the show.
    pub fn pacing(&self) -> &Pacing {
        &self.pacing
    }

    /// The moment of the show, and its length.
    pub fn show(&self) -> (Show, Show) {
        (self.show, self.pacing.total())
    }

    /// What it is doing.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// How fast it plays.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Whether things move or step.
    pub fn motion(&self) -> Motion {
        self.motion
    }

    /// The number of the trace; another one after each fork.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// What is to be told.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The page's scenario, without what the reader did.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Whether the reader has left the page's scenario.
    pub fn is_forked(&self) -> bool {
        self.own_until().is_some()
    }

    /// The time from which this run is no longer the page's own; `None`: it is to its end.
    pub fn own_until(&self) -> Option<Time> {
        if self.scenario.version != self.own_version {
            return Some(Time::ZERO);
        }
        let (own, done) = (&self.scenario.actions, &self.trace.scenario().actions);
        let same = own.iter().zip(done).take_while(|(own, done)| own == done).count();
        own.get(same).into_iter().chain(done.get(same)).map(|it| it.at).min()
    }

    /// Whether nothing comes after this.
    pub fn at_end(&self) -> bool {
        self.position == self.pacing.end()
    }

    /// The event to explain: the last that happened.
    pub fn current(&self) -> Option<usize> {
        self.position.happened.checked_sub(1)
    }

    /// The same event.
    pub fn last(&self) -> Option<&Entry> {
        self.entries().get(self.current()?)
    }

    /// The wait that is being passed over, if it is a long one.
    pub fn wait(&self) -> Option<Time> {
        self.pacing.wait_at(self.position)
    }

    /// What is to be seen.
    pub fn frame(&self) -> Frame {
        self.trace.frame(self.position.time, self.position.happened)
    }

    /// What is true right after an entry.
    pub fn cluster_after(&self, index: usize) -> Cluster {
        self.trace.cluster_after(index + 1)
    }

    /// Does it. Whether anything that can be seen changed.
    pub fn update(&mut self, control: Control) -> bool {
        match control {
            Control::Toggle if self.mode == Mode::Playing => self.mode = Mode::Paused,
            Control::Toggle | Control::Play => self.play(),
            Control::Pause => self.mode = Mode::Paused,
            Control::Forward => self.stand(self.pacing.after(self.position.happened + 1)),
            Control::Back => {
                self.stand(self.pacing.after(self.position.happened.saturating_sub(1)));
            }
            Control::NextBeat => self.stand(self.next_beat()),
            Control::PreviousBeat => self.stand(self.previous_beat()),
            Control::Beat(beat) => {
                self.stand(self.beats.get(beat).map_or(self.position, Position::of))
            }
            Control::Next => self.stand(self.next()),
            Control::Restart => self.stand(Position::default()),
            Control::End => self.stand(self.pacing.end()),
            Control::Scrub(show) => self.scrub(show),
            Control::GoTo(index) => self.stand(self.pacing.after(index + 1)),
            Control::Faster => self.speed = self.speed.neighbour(true),
            Control::Slower => self.speed = self.speed.neighbour(false),
            Control::Pace(speed) => self.speed = speed,
            Control::Tick(passed) => return self.tick(passed),
            Control::Act(action) => self.act(action),
            Control::Imitate(version) => self.imitate(version),
            Control::Reset => self.reset(),
            Control::Move(motion) => self.motion = motion,
            Control::Dismiss => self.notice = None,
        }
        true
    }

    /// Goes to what a link says: its version, its actions, its moment.
    ///
    /// Whether so many events have happened here at the time that it names. Where not, the book has changed since the link was
    /// made, and the time says more than the number.
    pub fn restore(&mut self, session: &Session) -> bool {
        self.scenario.version = session.version;
        self.replace(replay(&self.scenario, &session.actions));
        let position = self.pacing.after(session.happened);
        let next = self.pacing.after(position.happened + 1);
        let holds = (position.time..=next.time).contains(&session.time)
            || session.until.is_some()
            || session.time == Time::ZERO;
        let time = session.time.clamp(position.time, next.time);
        self.stand(match holds {
            true => Position { time, ..position },
            false => self.pacing.at_time(session.time),
        });
        if session.until.is_some() {
            self.until = session.until;
            self.mode = Mode::Playing;
        }
        holds || session.happened == 0
    }

    /// What a link to this moment has to say.
    pub fn session(&self) -> Session {
        Session {
            version: self.scenario.version,
            actions: self.trace.scenario().actions.clone(),
            time: self.position.time,
            happened: self.position.happened,
            until: None,
        }
    }

    fn play(&mut self) {
        if self.at_end() {
            self.go(Position::default());
        }
        self.since_step = 0;
        self.mode = Mode::Playing;
    }

    /// Goes there and stands still: whoever steps wants to look.
    fn stand(&mut self, position: Position) {
        self.mode = Mode::Paused;
        self.until = None;
        self.go(position);
    }

    fn go(&mut self, position: Position) {
        self.position = position;
        self.show = if self.at_end() { self.pacing.total() } else { self.pacing.show_of(position) };
        self.since_step = 0;
    }

    fn scrub(&mut self, show: Show) {
        self.show = show.min(self.pacing.total());
        self.position = self.pacing.at_show(self.show);
        self.since_step = 0;
        self.until = None;
    }

    fn next(&self) -> Position {
        let next = self.pacing.after(self.position.happened + 1);
        self.pacing.at_time(next.time)
    }

    fn next_beat(&self) -> Position {
        let mut places = self.beats.iter().map(Position::of);
        places.find(|place| *place > self.position).unwrap_or(self.pacing.end())
    }

    fn previous_beat(&self) -> Position {
        let mut places = self.beats.iter().map(Position::of);
        places.rfind(|place| *place < self.position).unwrap_or_default()
    }

    fn tick(&mut self, passed: Show) -> bool {
        if self.mode != Mode::Playing {
            return false;
        }
        let changed = self.pass(self.speed.of(passed));
        match self.until {
            Some(until) if self.position.happened >= until => {
                self.stand(self.pacing.after(until));
                true
            }
            Some(_) | None => changed,
        }
    }

    fn pass(&mut self, passed: Show) -> bool {
        match self.motion {
            Motion::Full => {
                self.show = (self.show + passed).min(self.pacing.total());
                self.position = self.pacing.at_show(self.show);
                if self.show == self.pacing.total() {
                    self.mode = Mode::Paused;
                }
                true
            }
            Motion::Reduced => {
                self.since_step += passed;
                if self.since_step < STEP_EVERY {
                    return false;
                }
                let left = self.since_step - STEP_EVERY;
                self.go(self.next_beat());
                self.since_step = left.min(STEP_EVERY);
                if self.at_end() {
                    self.mode = Mode::Paused;
                }
                true
            }
        }
    }

    fn act(&mut self, action: Action) {
        let time = self.position.time;
        let cluster = self.trace.cluster_after(self.trace.happened_at(time));
        if let Some(refusal) = model::refusal(&cluster, &action, self.trace.scenario()) {
            self.mode = Mode::Paused;
            self.notice = Some(Notice::Refused(action, refusal));
            return;
        }
        let taken = self.trace.fork(time, action);
        self.begin_run();
        self.go(self.pacing.after(taken + 1));
        self.mode = Mode::Playing;
    }

    fn imitate(&mut self, version: FlinkVersion) {
        self.scenario.version = version;
        let trace = replay(&self.scenario, &self.trace.scenario().actions);
        self.show_instead(trace);
    }

    fn reset(&mut self) {
        self.scenario.version = self.own_version;
        self.show_instead(Trace::run(self.scenario.clone()));
    }

    /// Another trace, at the same time as far as it goes.
    fn show_instead(&mut self, trace: Trace) {
        let time = self.position.time;
        self.replace(trace);
        self.stand(self.pacing.at_time(time));
    }

    fn replace(&mut self, trace: Trace) {
        self.trace = trace;
        self.begin_run();
    }

    /// The trace is another one now.
    fn begin_run(&mut self) {
        self.beats = beats(&self.trace);
        self.pacing = Pacing::new(self.trace.entries(), &self.beats);
        self.run += 1;
        self.until = None;
        self.notice = None;
    }
}

/// Runs the scenario and then does what the reader added, as the reader did it: each action after
/// all that happens at its instant. A plain run of all actions would do them before.
fn replay(scenario: &Scenario, actions: &[TimedAction]) -> Trace {
    let same = actions.iter().zip(&scenario.actions).take_while(|(a, b)| a == b).count();
    let mut kept = scenario.clone();
    if same < actions.len() || actions.len() < scenario.actions.len() {
        kept.actions.truncate(same);
    }
    let mut trace = Trace::run(kept);
    for timed in actions.iter().skip(same) {
        trace.fork(timed.at, timed.action.clone());
    }
    trace
}
