//! Which jobs `main()` finds there and which it submits: after a change of leader, in a second environment, in batch.

use super::applications::{STORY, pair_of_leaders};
use super::worlds::KILL_JOB_MANAGER;
use crate::story::{chain, execute, execute_async};
use expect_test::expect;
use flink_model::{FlinkVersion, Step, Time};

/// The next leader runs `main()` again: its job is there already, and an attached execute() waits for it.
#[test]
fn main_finds_its_job_after_a_change_of_leader() {
    let steps = [execute("a"), Step::Work(Time::s(2))];
    let run = |attached| {
        let world = pair_of_leaders().program("one", &steps).run_application("one", attached);
        world.at(10, KILL_JOB_MANAGER)
    };
    expect![[r#"
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         16.240 job 0 recovered
         16.390 job 0 CREATED
         16.390 job 0 RUNNING
         27.860 job 0 FINISHED
         29.980 main of 0 Returned
         29.980 application 0 ended Succeeded
         30.100 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&run(true).story(STORY));
    expect![[r#"
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
          5.890 main of 0 Returned
         16.240 job 0 recovered
         16.390 job 0 CREATED
         16.390 job 0 RUNNING
         19.740 main of 0 Returned
         27.860 job 0 FINISHED
         29.740 application 0 ended Succeeded
         29.860 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&run(false).story(STORY));
    expect![[r#"
          2.240 application 0 Running
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         16.240 job 0 recovered
         16.240 application 0 Running
         16.390 job 0 CREATED
         16.390 job 0 RUNNING
         27.860 job 0 FINISHED
         29.980 main of 0 Returned
         29.980 application 0 ended Succeeded
         29.980 application 0 Finished
         30.100 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&run(true).version(FlinkVersion::V2_3).story(STORY));
}

/// What had not reached the store is submitted anew.
#[test]
fn a_job_that_was_not_in_the_store_is_submitted_again() {
    let world = pair_of_leaders().run_application("endless", false);
    expect![[r#"
          3.740 job 0 received by Application(ApplicationId(0))
         11.740 job 1 received by Application(ApplicationId(0))
         11.860 job 1 added to the store
         11.890 job 1 CREATED
         11.890 job 1 RUNNING
         11.890 main of 0 Returned
        Quiet
    "#]]
    .assert_eq(&world.at_ms(3_800, KILL_JOB_MANAGER).story(STORY));
}

/// One environment for each job: with high availability the second one is taken for the first.
#[test]
fn a_second_environment_meets_the_first_job() {
    let steps = [execute_async("endless"), execute_async("b")];
    let world = pair_of_leaders().program("two", &steps).environments("two");
    expect![[r#"
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
          4.010 main of 0 Returned
        Quiet
    "#]]
    .assert_eq(&world.run_application("two", false).until(30).story(STORY));
}

/// Since 2.3 several batch jobs go with high availability: they are told apart by name.
#[test]
fn batch_jobs_are_told_apart_by_name_since_2_3() {
    let batch = |name| chain(name, &[1], true, Some(Time::s(10)));
    let steps = [execute("x"), execute("y")];
    let world = || {
        let world = pair_of_leaders().version(FlinkVersion::V2_3).with(batch("x")).with(batch("y"));
        world.program("two", &steps).run_application("two", true).until(60)
    };
    expect![[r#"
          2.240 application 0 Running
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         15.770 job 0 FINISHED
         16.010 job 1 received by Application(ApplicationId(0))
         16.130 job 1 added to the store
         16.160 job 1 CREATED
         16.160 job 1 RUNNING
         28.040 job 1 FINISHED
         28.160 main of 0 Returned
         28.160 application 0 ended Succeeded
         28.160 application 0 Finished
         28.280 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world().story(STORY));
    expect![[r#"
          2.240 application 0 Running
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         16.240 job 0 recovered
         16.240 application 0 Running
         16.390 job 0 CREATED
         16.390 job 0 RUNNING
         27.860 job 0 FINISHED
         28.100 job 1 received by Application(ApplicationId(0))
         28.220 job 1 added to the store
         28.250 job 1 CREATED
         28.250 job 1 RUNNING
         40.130 job 1 FINISHED
         40.250 main of 0 Returned
         40.250 application 0 ended Succeeded
         40.250 application 0 Finished
         40.370 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world().at(10, KILL_JOB_MANAGER).story(STORY));
}
