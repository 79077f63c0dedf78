using System.Text;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Operators;

/// <summary>What operators make of their custom resources (operators.md), kind by kind.</summary>
public sealed class OperatorPodsTests
{
    private static readonly (string Name, string Text)[] Variants =
    [
        ("absent", ""),
        ("empty", "resources: {}"),
        ("limits", "resources: {limits: {cpu: 1, memory: 1Gi}}"),
        ("requests", "resources: {requests: {cpu: 500m, memory: 512Mi}}"),
    ];

    [Fact]
    public void Amounts_of_every_kind_with_and_without_resources()
    {
        var text = new StringBuilder();
        foreach (var (name, manifest) in Kinds.All)
        {
            text.Append(name).Append('\n');
            bool isMarked = manifest.Contains(Kinds.Mark, StringComparison.Ordinal);
            foreach (var (variant, resources) in isMarked ? Variants : [("as it is", "")])
            {
                text.Append("  ").Append(variant).Append('\n');
                foreach (var pod in Pods(With(manifest, resources)))
                    Append(text, pod);
            }
        }
        Golden.Verify(text.ToString(), "pods", "txt");
    }

    [Fact]
    public void A_placeholder_for_resources_is_unknown_in_every_kind()
    {
        foreach (var (name, manifest) in Kinds.All.Where(k => k.Manifest.Contains(Kinds.Mark, StringComparison.Ordinal)))
        {
            var findings = PodReading.Findings(("/k8s/a.yaml", With(manifest, "resources: \"${RESOURCES}\"")));
            var marked = Pods(With(manifest, "resources: {limits: {memory: 1Gi}}"))
                .SelectMany(p => p.Containers)
                .Where(c => c.Origins.MemoryLimit is TextOrigin.Resources)
                .Select(c => c.Spec.Name);
            Assert.True(!findings.Any(f => marked.Contains(f.Container) && f.RuleId is "ML1001" or "ML1003" or "ML2001"), name);
        }
    }

    private static void Append(StringBuilder text, PodFacts pod)
    {
        var workload = pod.Workload;
        text.Append("    ").Append(workload.PodPath).Append(workload.IsPartial ? " partial" : "");
        text.Append(workload.MadeName is { } made ? $" ({made})" : "").Append(workload.Replicas is { } many ? $" x{many}" : "");
        text.Append(": ").Append(pod.QosComputed?.ToString() ?? "unknown").Append('\n');
        foreach (var container in pod.Containers)
        {
            string type = container.Spec.Type == ContainerType.Init ? "init " : "";
            text.Append("      ").Append(type).Append(container.Spec.Name).Append(' ');
            text.Append(Amount(container.Amounts.Requests["cpu"], container.Origins.CpuRequest)).Append(' ');
            text.Append(Amount(container.Amounts.Requests["memory"], container.Origins.MemoryRequest)).Append(" / ");
            text.Append(Amount(container.Amounts.Limits["cpu"], container.Origins.CpuLimit)).Append(' ');
            text.Append(Amount(container.Amounts.Limits["memory"], container.Origins.MemoryLimit));
            text.Append(container.Spec.IsUnwritten ? " unwritten" : "").Append('\n');
        }
    }

    private static string Amount(Amount amount, TextOrigin? origin) =>
        amount.IsUnknown ? "?"
        : amount.IsAbsent ? "-"
        : $"{amount.Value}{(origin is TextOrigin.Operator ? " (operator)" : origin is TextOrigin.AmountOf ? " (limit)" : "")}";

    private static string With(string manifest, string resources) =>
        resources.Length > 0
            ? manifest.Replace(Kinds.Mark, resources, StringComparison.Ordinal)
            : manifest.Replace(", " + Kinds.Mark, "", StringComparison.Ordinal).Replace(Kinds.Mark, "", StringComparison.Ordinal);

    private static IReadOnlyList<PodFacts> Pods(string manifest) => PodReading.Pods(new Assumptions(), ("/k8s/a.yaml", manifest));
}
