//! Claims 9 and 13 to 17: the application mode.

use super::super::evidence::{Run, WhyNot};
use model::cluster::Mode;
use model::event::{MainEnd, Submitter};
use model::{Event, ExecutionState, JobId, JobStatus, Step};

/// One application hands in several jobs.
pub(super) fn one_program_several_jobs(run: &Run) -> Result<usize, WhyNot> {
    let end = run.end();
    let (Some(application), 1) = (end.applications.first(), end.applications.len()) else {
        return Err(run.wrong("not one application"));
    };
    run.ensure(application.jobs.len() > 1, "the application has no second job")?;
    let own = |event: &Event| match event {
        Event::JobReceived { job, by: Submitter::Application(by) } => {
            *by == application.id && *job == application.jobs[1]
        }
        _ => false,
    };
    run.first("the application hands its second job in", own)
}

/// `main()` starts after the JobManager and in it; every job comes from there, and no client runs anything.
pub(super) fn main_runs_in_the_job_manager(run: &Run) -> Result<usize, WhyNot> {
    let process =
        run.first("a JobManager starts", |e| matches!(e, Event::JobManagerStarted { .. }))?;
    let main = run.first("main() starts", |event| matches!(event, Event::ProgramStarted { .. }))?;
    let job = run.first("a job is received", |event| matches!(event, Event::JobReceived { .. }))?;
    run.in_order("JobManager, main(), job", &[process, main, job])?;
    run.never(0, "a client runs main()", |event| matches!(event, Event::ProgramRan { .. }))?;
    run.never(0, "a client hands a job in", |event| {
        matches!(event, Event::JobReceived { by: Submitter::Client(_), .. })
    })?;
    Ok(main)
}

/// Without high availability several jobs share the application's one cluster. With it the second submission
/// throws, and one job is all there is.
pub(super) fn several_jobs_unless_highly_available(
    free: &Run,
    highly_available: &Run,
) -> Result<[usize; 2], WhyNot> {
    let end = free.end();
    free.ensure(!end.is_highly_available(), "it is highly available")?;
    free.ensure(end.clusters.len() == 1, "not one cluster")?;
    let second = one_program_several_jobs(free)?;
    let end = highly_available.end();
    highly_available.ensure(end.is_highly_available(), "it is not highly available")?;
    let asked =
        end.applications.iter().map(|application| application.program.steps.len()).sum::<usize>();
    highly_available.ensure(asked > 1, "main() wants one job only")?;
    highly_available.ensure(end.jobs.len() == 1, "not exactly one job was received")?;
    let threw = highly_available.first("main() throws", |event| {
        matches!(event, Event::ProgramEnded { how: MainEnd::Threw, .. })
    })?;
    Ok([second, threw])
}

/// Per-job mode: the graph, then the cluster. Application mode: the cluster, then `main()`, then the job.
pub(super) fn what_exists_first(per_job: &Run, application: &Run) -> Result<[usize; 2], WhyNot> {
    let process = |run: &Run| {
        run.first("a JobManager starts", |event| matches!(event, Event::JobManagerStarted { .. }))
    };
    let graph =
        per_job.first("the client has the graph", |e| matches!(e, Event::ProgramRan { .. }))?;
    per_job.in_order("graph, cluster", &[graph, process(per_job)?])?;
    let main = main_runs_in_the_job_manager(application)?;
    application.in_order("cluster, main()", &[process(application)?, main])?;
    Ok([graph, main])
}

/// An application's cluster takes several jobs, like a session, and ends with the application, unlike one.
pub(super) fn session_for_one_application(
    application: &Run,
    session: &Run,
) -> Result<[usize; 2], WhyNot> {
    let jobs = one_program_several_jobs(application)?;
    let own = matches!(application.end().clusters[0].mode, Mode::Application(_));
    application.ensure(own, "not a cluster of the application's own")?;
    let ended = application.next(jobs, "the application ends", |event| {
        matches!(event, Event::ApplicationEnded { .. })
    })?;
    let stopped = application
        .next(ended, "its cluster stops", |event| matches!(event, Event::ClusterStopped { .. }))?;
    let finished = session.becomes(0, JobId(0), JobStatus::Finished)?;
    session.never(finished, "the session stops", |e| matches!(e, Event::ClusterStopped { .. }))?;
    Ok([stopped, finished])
}

/// Jobs are received in the order in which `main()` calls for them, each without waiting until the one before it
/// runs; and a job whose input dries up because another one was cancelled stays as it is.
pub(super) fn jobs_wait_for_nobody(application: &Run, session: &Run) -> Result<[usize; 2], WhyNot> {
    let end = application.end();
    let (Some(one), 1) = (end.applications.first(), end.applications.len()) else {
        return Err(application.wrong("not one application"));
    };
    let called: Vec<&str> = one.program.steps.iter().filter_map(Step::job).collect();
    let received: Vec<&str> = end.jobs.iter().map(|job| job.spec.name.as_str()).collect();
    application.ensure(called == received, "jobs are not received in the order of the calls")?;
    let second = one_program_several_jobs(application)?;
    let first = &application.after(second).jobs[0];
    let waits = first.executions.iter().flatten().all(|e| e.state != ExecutionState::Running);
    application.ensure(waits, "the first job runs already when the second is received")?;
    Ok([second, others_go_on(session)?])
}

/// A job is cancelled; those that read what it writes are not touched.
fn others_go_on(run: &Run) -> Result<usize, WhyNot> {
    let canceled = run.first("a job is cancelled", |event| {
        matches!(event, Event::JobStatusChanged { to: JobStatus::Canceled, .. })
    })?;
    let Event::JobStatusChanged { job, .. } = run.entries()[canceled].event else {
        unreachable!("that is what was searched for")
    };
    let end = &run.end();
    let links = run.trace.scenario().flow.iter().flat_map(|flow| &flow.links);
    let links: &Vec<_> = &links.collect();
    let of = |job: JobId| links.iter().filter(move |link| link.job == end.job(job).spec.name);
    let written: Vec<u16> = of(job).map(|link| link.to).collect();
    let reads = |reader: JobId| of(reader).any(|link| written.contains(&link.from));
    let readers: Vec<JobId> = end.jobs.iter().map(|job| job.id).filter(|id| reads(*id)).collect();
    run.ensure(!readers.is_empty(), "nobody reads what the cancelled job wrote")?;
    for reader in readers {
        run.never(
            canceled,
            &format!("job {} changes its state", reader.0),
            |event| matches!(event, Event::JobStatusChanged { job, .. } if *job == reader),
        )?;
        run.ensure(end.job(reader).status == JobStatus::Running, "a reader does not run")?;
    }
    Ok(canceled)
}
