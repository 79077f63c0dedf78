using ManifestLint.Findings;

namespace ManifestLint.Tests.Findings;

public sealed class ObjectReferenceTests
{
    [Theory]
    [InlineData("apps/v1", "Deployment", "web", "shop", null, "Deployment shop/web")]
    [InlineData("v1", "Service", "web", null, null, "Service web")]
    [InlineData("serving.knative.dev/v1", "Service", "web", "shop", null, "Knative Service shop/web")]
    [InlineData("batch/v1", "Job", null, "shop", "nightly-", "Job shop/nightly-…")]
    [InlineData("batch/v1", "Job", null, null, "nightly-", "Job nightly-…")]
    [InlineData("batch/v1", "Job", null, null, null, "Job")]
    public void An_object_is_named_so_that_it_is_found(
        string version,
        string kind,
        string? name,
        string? space,
        string? prefix,
        string expected
    ) => Assert.Equal(expected, new ObjectReference(version, kind, name, space) { NamePrefix = prefix }.ToString());
}
