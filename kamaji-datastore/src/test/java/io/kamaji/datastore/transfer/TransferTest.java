package io.kamaji.datastore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.KeyValueStore.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static GeneratedStore sample() {
        var store = new GeneratedStore();
        store.add("registry/a", "one", 0);
        store.add("registry/b", "two", 5);
        store.add("registry/c", "", 5);
        store.add("registry/d", "four", 6);
        store.leases.put(5L, Duration.ofSeconds(90));
        store.leases.put(6L, Duration.ofHours(1));
        return store;
    }

    private static byte[] export(GeneratedStore store) {
        var out = new ByteArrayOutputStream();
        TenantExport.write(store, out, TransferProgress.NONE);
        return out.toByteArray();
    }

    @Test
    void write_oneKey_hasTheDocumentedForm() {
        var store = new GeneratedStore();
        store.add("k", "v", 0);
        var text = HexFormat.of().formatHex(export(store));
        assertThat(text)
                .startsWith("4b414d414a494558" + "00000001" + "4b" + "0000000000000000" + "00000001" + "6b" + "00000001"
                        + "76" + "45" + "0000000000000007" + "0000000000000001" + "0000000000000002")
                .hasSize(2 * (8 + 4 + 1 + 8 + 4 + 1 + 4 + 1 + 1 + 24 + 64));
    }

    @Test
    void read_ownExport_givesTheSameContentAndLeases() {
        var source = sample();
        var target = new GeneratedStore();
        var summary = TenantImport.read(new ByteArrayInputStream(export(source)), target, TransferProgress.NONE);
        assertThat(summary).isEqualTo(Contents.summary(source));
        assertThat(summary.keys()).isEqualTo(4);
        assertThat(target.leases)
                .hasSize(2)
                .containsValue(Duration.ofSeconds(90))
                .containsValue(Duration.ofHours(1));
        assertThat(target.content.get("registry/b").lease())
                .isEqualTo(target.content.get("registry/c").lease())
                .isNotEqualTo(target.content.get("registry/d").lease())
                .isNotZero();
        assertThat(target.content.get("registry/a").lease()).isZero();
    }

    @Test
    void read_anyDamagedByteOrCut_isRefusedAndLeavesNothing() {
        var whole = export(sample());
        for (int i = 0; i < whole.length; i++) {
            var damaged = whole.clone();
            damaged[i] ^= 1;
            var target = new GeneratedStore();
            assertThatThrownBy(
                            () -> TenantImport.read(new ByteArrayInputStream(damaged), target, TransferProgress.NONE))
                    .as("byte %d", i)
                    .isInstanceOf(TransferException.class);
            assertThat(target.content).isEmpty();
            var cut = Arrays.copyOf(whole, i);
            assertThatThrownBy(() -> TenantImport.read(new ByteArrayInputStream(cut), target, TransferProgress.NONE))
                    .as("cut at %d", i)
                    .isInstanceOf(TransferException.class);
            assertThat(target.content).isEmpty();
        }
    }

    @Test
    void read_targetNotEmpty_isRefusedUntouched() {
        var target = sample();
        assertThatThrownBy(() ->
                        TenantImport.read(new ByteArrayInputStream(export(sample())), target, TransferProgress.NONE))
                .hasMessageContaining("keys already");
        assertThat(target.content).hasSize(4);
    }

    @Test
    void copy_manyKeys_readsAllPagesAtTheRevisionOfTheFirst() {
        var source = new GeneratedStore(5000, i -> ("value " + i).getBytes());
        var target = new GeneratedStore();
        target.add("stale", "x", 0);
        var moved = new ArrayList<Long>();
        var summary = TenantCopy.copy(source, target, (keys, bytes) -> moved.add(keys));
        assertThat(summary.keys()).isEqualTo(5000);
        assertThat(target.content).hasSize(5000).doesNotContainKey("stale");
        assertThat(source.revisions.get(0)).isEmpty();
        assertThat(source.revisions.subList(1, source.revisions.size())).containsOnly(OptionalLong.of(7));
        assertThat(source.limits).startsWith(Pages.FEWEST).contains(Pages.MOST);
        assertThat(moved).isSorted().endsWith(5000L).hasSizeGreaterThan(4);
        assertThat(Contents.summary(target).sameContent(summary)).isTrue();
    }

    /** What {@link #write_contentLargerThanTheHeap_staysWithinIt} runs. */
    public static void main(String[] args) {
        var value = new byte[1 << 20];
        var source = new GeneratedStore(600, i -> value.clone());
        var summary = TenantExport.write(source, OutputStream.nullOutputStream(), TransferProgress.NONE);
        System.out.println(summary.keys() + " of " + summary.bytes() / value.length + " MiB in pages of "
                + source.limits.stream().distinct().toList());
    }

    @Test
    void write_contentLargerThanTheHeap_staysWithinIt() throws Exception {
        var run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransferTest.class.getName())
                .redirectErrorStream(true)
                .start();
        var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
        assertThat(output).contains("600 of 600 MiB in pages of [" + Pages.FEWEST + "]");
    }

    @Test
    void verify_anyDifference_isNamed() {
        var source = sample();
        var target = new GeneratedStore();
        TenantCopy.copy(source, target, TransferProgress.NONE);
        assertThat(TenantCopy.verify(source, target, TransferProgress.NONE).keys())
                .isEqualTo(4);

        target.add("registry/a", "secret value", 0);
        assertThatThrownBy(() -> TenantCopy.verify(source, target, TransferProgress.NONE))
                .hasMessageContaining("another value")
                .hasMessageContaining("registry/a")
                .hasMessageNotContaining("secret value");
        target.content.remove("registry/a");
        assertThatThrownBy(() -> TenantCopy.verify(source, target, TransferProgress.NONE))
                .hasMessageContaining("lacks");
        target.add("registry/a", "one", 0);
        target.add("registry/z", "more", 0);
        assertThatThrownBy(() -> TenantCopy.verify(source, target, TransferProgress.NONE))
                .hasMessageContaining("does not");
    }

    @Test
    void verify_leaseEnded_mayBeMissingOnEitherSide() {
        var source = sample();
        var target = new GeneratedStore();
        TenantCopy.copy(source, target, TransferProgress.NONE);
        source.leases.remove(5L);
        target.content.remove("registry/b");
        source.content.remove("registry/c");
        assertThat(TenantCopy.verify(source, target, TransferProgress.NONE).keys())
                .isEqualTo(3);
        target.content.remove("registry/d");
        assertThatThrownBy(() -> TenantCopy.verify(source, target, TransferProgress.NONE))
                .hasMessageContaining("registry/d");
    }

    @Test
    void summary_otherOrder_isTheSame() {
        var one = new GeneratedStore();
        one.content.put("1", new Entry("a".getBytes(), "x".getBytes(), 0));
        one.content.put("2", new Entry("b".getBytes(), "y".getBytes(), 0));
        var other = new GeneratedStore();
        other.content.put("1", new Entry("b".getBytes(), "y".getBytes(), 0));
        other.content.put("2", new Entry("a".getBytes(), "x".getBytes(), 0));
        var swapped = new GeneratedStore();
        swapped.content.put("1", new Entry("a".getBytes(), "y".getBytes(), 0));
        swapped.content.put("2", new Entry("b".getBytes(), "x".getBytes(), 0));
        assertThat(Contents.summary(one)).isEqualTo(Contents.summary(other)).isNotEqualTo(Contents.summary(swapped));
    }

    @Test
    void check_ownExport_givesItsSummaryAndDamagedIsRefused() {
        var whole = export(sample());
        assertThat(TenantImport.check(new ByteArrayInputStream(whole))).isEqualTo(Contents.summary(sample()));
        whole[whole.length - 40] ^= 1;
        assertThatThrownBy(() -> TenantImport.check(new ByteArrayInputStream(whole)))
                .hasMessageContaining("damaged");
    }
}
