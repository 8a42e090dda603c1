package parity;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program that {@code cargo xtask parity} runs: any job of the model, by arguments in pairs. It compiles against
 * every distribution from 1.13 on, so it uses only what all of them have.
 *
 * <pre>
 *   --mode single|async   execute() or executeAsync() for each --job
 *   --job k=v,k=v         one job (may be given several times)
 *   --gap-ms N            a pause between two of them
 *   --await all           main() waits for its jobs at the end
 *   --main-fail before|between|after
 *   --throw-dir DIR       a subtask throws when the file DIR/NAME is there
 * of a job:
 *   name, bounded-ms (0: endless), fail-after-ms, fail-op, fail-subtask, fail-attempts, conf:KEY=VALUE
 *   graph   vertices with "/" between them: PARALLELISM[@GROUP][&lt;FROM.EDGE[+FROM.EDGE]], EDGE "hash" or "point"
 * </pre>
 *
 * Vertex n of the job a is called a-n, and does its work in a map a-n-work.
 */
public final class ParityJob {
    private static final Logger LOG = LoggerFactory.getLogger(ParityJob.class);
    private static final long PAUSE_MS = 20;

    private ParityJob() {}

    /** Numbers without an end. */
    public static final class Endless extends NumberSequenceSource {
        private static final long serialVersionUID = 1L;

        Endless() {
            super(0, Long.MAX_VALUE / 8);
        }

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.CONTINUOUS_UNBOUNDED;
        }
    }

    /** Passes numbers on, slowly behind a source, and throws when it was told to. */
    public static final class Work extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final String thrower;
        private final long pauseMs;
        private final long failAfterMs;
        private final int failSubtask;
        private final int failAttempts;
        private transient long begunMs;
        private transient int subtask;
        private transient int attempt;

        Work(String name, Map<String, String> job, boolean behindSource) {
            this.name = name;
            this.pauseMs = behindSource ? PAUSE_MS : 0;
            String dir = job.get("throw-dir");
            this.thrower = dir == null ? null : dir + "/" + job.get("name");
            boolean fails = name.equals(job.get("fail-op"));
            this.failAfterMs = fails ? Long.parseLong(job.getOrDefault("fail-after-ms", "0")) : 0;
            this.failSubtask = Integer.parseInt(job.getOrDefault("fail-subtask", "0"));
            this.failAttempts =
                    Integer.parseInt(job.getOrDefault("fail-attempts", "" + Integer.MAX_VALUE));
        }

        @Override
        public Long map(Long number) throws Exception {
            if (begunMs == 0) {
                begunMs = System.currentTimeMillis();
                subtask = ask("getIndexOfThisSubtask");
                attempt = ask("getAttemptNumber");
            }
            if (pauseMs > 0) {
                Thread.sleep(pauseMs);
            }
            boolean due = failAfterMs > 0 && System.currentTimeMillis() - begunMs >= failAfterMs;
            if (due && subtask == failSubtask && attempt < failAttempts) {
                throw new IllegalStateException("planned: " + name + " " + subtask + " " + attempt);
            }
            if (thrower != null && pauseMs > 0 && new File(thrower).delete()) {
                throw new IllegalStateException("told to throw: " + name + " " + subtask);
            }
            return number;
        }

        /** Since 1.19 behind getTaskInfo(), before on the context itself. */
        private int ask(String method) throws Exception {
            RuntimeContext context = getRuntimeContext();
            Object asked = context;
            Class<?> type = RuntimeContext.class;
            try {
                asked = type.getMethod("getTaskInfo").invoke(context);
                type = Class.forName("org.apache.flink.api.common.TaskInfo");
            } catch (NoSuchMethodException older) {
                asked = context;
            }
            return (Integer) type.getMethod(method).invoke(asked);
        }
    }

    private static StreamExecutionEnvironment build(Map<String, String> job) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        Configuration conf = new Configuration();
        for (Map.Entry<String, String> entry : job.entrySet()) {
            if (entry.getKey().startsWith("conf:")) {
                conf.setString(entry.getKey().substring("conf:".length()), entry.getValue());
            }
        }
        env.configure(conf, ParityJob.class.getClassLoader());
        List<DataStream<Long>> made = new ArrayList<>();
        String name = job.get("name");
        for (String text : job.getOrDefault("graph", "1").split("/")) {
            String[] ends = text.split("<");
            String[] self = ends[0].split("@");
            int parallelism = Integer.parseInt(self[0]);
            String operator = name + "-" + made.size();
            boolean source = ends.length == 1;
            DataStream<Long> input =
                    source ? source(env, job, operator, self, parallelism) : inputs(made, ends[1], parallelism);
            String work = source ? operator + "-work" : operator;
            SingleOutputStreamOperator<Long> stream =
                    input.map(new Work(work, job, source)).name(work).uid(work).setParallelism(parallelism);
            if (!source) {
                stream.startNewChain();
            }
            if (self.length > 1) {
                stream.slotSharingGroup(self[1]);
            }
            made.add(stream);
        }
        return env;
    }

    private static DataStream<Long> source(
            StreamExecutionEnvironment env, Map<String, String> job, String name, String[] self, int parallelism) {
        long bounded = Long.parseLong(job.getOrDefault("bounded-ms", "0"));
        long records = Math.max(1, bounded / PAUSE_MS) * parallelism;
        NumberSequenceSource numbers = bounded > 0 ? new NumberSequenceSource(1, records) : new Endless();
        SingleOutputStreamOperator<Long> stream =
                env.fromSource(numbers, WatermarkStrategy.noWatermarks(), name).uid(name).setParallelism(parallelism);
        if (self.length > 1) {
            stream.slotSharingGroup(self[1]);
        }
        return stream;
    }

    private static DataStream<Long> inputs(List<DataStream<Long>> made, String text, int parallelism) {
        DataStream<Long> all = null;
        for (String input : text.split("\\+")) {
            String[] parts = input.split("\\.");
            DataStream<Long> from = made.get(Integer.parseInt(parts[0]));
            DataStream<Long> one = from;
            if (parts[1].equals("hash")) {
                one = from.rebalance();
            } else if (from.getParallelism() != parallelism) {
                one = from.rescale();
            } else {
                one = from.forward();
            }
            all = all == null ? one : all.union(one);
        }
        return all;
    }

    public static void main(String[] words) throws Exception {
        Map<String, String> common = new LinkedHashMap<>();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            String key = words[i].replaceFirst("^--", "");
            if (key.equals("job")) {
                jobs.add(words[i + 1]);
            } else {
                common.put(key, words[i + 1]);
            }
        }
        String fails = common.getOrDefault("main-fail", "");
        long gap = Long.parseLong(common.getOrDefault("gap-ms", "0"));
        throwIf(fails.equals("before"));
        List<JobClient> clients = new ArrayList<>();
        for (int n = 0; n < jobs.size(); n++) {
            throwIf(n > 0 && fails.equals("between"));
            if (n > 0 && gap > 0) {
                Thread.sleep(gap);
            }
            Map<String, String> job = new LinkedHashMap<>(common);
            for (String pair : jobs.get(n).split(",")) {
                int cut = pair.indexOf('=');
                job.put(pair.substring(0, cut), pair.substring(cut + 1));
            }
            String name = job.get("name");
            StreamExecutionEnvironment env = build(job);
            if (common.getOrDefault("mode", "single").equals("async")) {
                LOG.info("PARITY executeAsync before name={}", name);
                clients.add(env.executeAsync(name));
            } else {
                LOG.info("PARITY execute before name={}", name);
                env.execute(name);
            }
            LOG.info("PARITY after name={}", name);
        }
        if (common.getOrDefault("await", "none").equals("all")) {
            for (JobClient client : clients) {
                client.getJobExecutionResult().get();
            }
        }
        throwIf(fails.equals("after"));
        LOG.info("PARITY main end");
    }

    private static void throwIf(boolean fails) {
        if (fails) {
            throw new IllegalStateException("planned: main()");
        }
    }
}
