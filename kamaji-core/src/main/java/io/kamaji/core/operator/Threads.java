package io.kamaji.core.operator;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of an operator: daemons, and those of a pool end when there is nothing to do for 10 s. */
final class Threads {
    private Threads() {}

    static ScheduledThreadPoolExecutor timer(int threads) {
        var executor = new ScheduledThreadPoolExecutor(threads, task -> daemon(task, "kamaji-operator-timer"));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    static ThreadPoolExecutor pool(String name, int threads) {
        var count = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name + count.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
