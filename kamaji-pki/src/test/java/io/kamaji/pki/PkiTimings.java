package io.kamaji.pki;

import java.util.Arrays;
import java.util.Map;

/** Prints what a control plane's PKI costs, cold and warm: {@code PkiTimings [rounds]}. Median of one thread. */
final class PkiTimings {
    private static final int ROUNDS = 300;

    private PkiTimings() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        long start = System.nanoTime();
        Map<String, KeyedCertificate> all = issueAll();
        System.out.printf("cold issue        %8.2f ms%n", millis(System.nanoTime() - start));
        print("warm issue", rounds, PkiTimings::issueAll);
        print("warm reconcile", rounds, () -> Fixtures.TREE.reconcile(all, Fixtures.ISSUANCE));
        print(
                "warm parse",
                rounds,
                () -> all.values().forEach(pair -> KeyedCertificate.parse(pair.certificatePem(), pair.keyPem())));
    }

    private static Map<String, KeyedCertificate> issueAll() {
        SigningKeys.generate(KeyAlgorithm.ECDSA_P256, Fixtures.RANDOM);
        return Fixtures.issued();
    }

    private static void print(String what, int rounds, Runnable work) {
        long[] times = new long[rounds];
        for (int i = 0; i < 2 * rounds; i++) {
            long start = System.nanoTime();
            work.run();
            times[i % rounds] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        System.out.printf(
                "%-17s %8.2f ms (p90 %.2f)%n", what, millis(times[rounds / 2]), millis(times[rounds * 9 / 10]));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
