package io.kamaji.testkit.assertion;

import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.TenantStatus;

/** Where assertions on Kamaji's values start: {@code import static …KamajiAssertions.assertThat}. */
public final class KamajiAssertions {

    private KamajiAssertions() {}

    public static PlanAssert assertThat(Plan actual) {
        return new PlanAssert(actual);
    }

    public static RenderedAssert assertThat(Rendered actual) {
        return new RenderedAssert(actual);
    }

    public static ManifestAssert assertThat(Manifest actual) {
        return new ManifestAssert(actual);
    }

    public static TenantStatusAssert assertThat(TenantStatus actual) {
        return new TenantStatusAssert(actual);
    }
}
