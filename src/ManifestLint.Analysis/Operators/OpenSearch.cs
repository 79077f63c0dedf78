using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Operators;

/// <summary>
/// OpenSearch: the heap is half of the memory request (operators.md §14). Source: opensearch-project/opensearch-k8s-operator ef6502ab
/// pkg/helpers/helpers.go, pkg/builders/cluster.go.
/// </summary>
internal sealed class OpenSearch() : Operator("OpenSearch's operator")
{
    /// <inheritdoc/>
    public override string Rows =>
        string.Join(
            '\n',
            new[] { "opensearch.org", "opensearch.opster.io" }.Select(group =>
                $$"""
                    # Source: opensearch-project/opensearch-k8s-operator ef6502ab pkg/builders/cluster.go
                    {{group}}/OpenSearchCluster spec.nodePools[] opensearch resources=resources product=OpenSearch image=docker.io/opensearchproject/opensearch:{/spec.general.version} also=sidecarContainers alsoinit=initContainers replicas=replicas called=StatefulSet/{/metadata.name}-{component}
                    {{group}}/OpenSearchCluster spec.bootstrap opensearch if=resources resources=resources product=OpenSearch image=docker.io/opensearchproject/opensearch:{/spec.general.version} alsoinit=initContainers called=Pod/{/metadata.name}-bootstrap-0 ends
                    {{group}}/OpenSearchCluster spec.dashboards dashboards if=enable=true resources=resources replicas=replicas called=Deployment/{/metadata.name}-dashboards
                    """
            )
        );

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name != "opensearch")
            return;
        ImmutableArray<Word>? options = container.Find("jvm") is { } jvm ? [.. ContainerMaker.Words(jvm)] : [];
        bool isOwn = options.Value.Any(o => o.Prefix.StartsWith("-Xm", StringComparison.Ordinal) || !o.IsKnown);
        var request = container.Request("memory");
        if (!isOwn && request.IsUnknown)
        {
            container.Program = new MadeProgram { IsUnknown = true };
            return;
        }
        if (!isOwn)
        {
            string heap =
                request is { IsPositive: true } && request.Value.Bytes is { } bytes
                    ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 2 >> 20}M")
                    : "512M";
            var origin = new TextOrigin.Operator(Name);
            options = options.Value.AddRange(Word.Of("-Xmx" + heap, origin), Word.Of("-Xms" + heap, origin));
        }
        container.Program = new MadeProgram
        {
            Product = container.Row["product"],
            Command = [Word.Of("java"), .. options.Value, Word.Of("-cp"), Word.Of("lib/*"), Word.Of("org.opensearch.bootstrap.OpenSearch")],
        };
    }
}
