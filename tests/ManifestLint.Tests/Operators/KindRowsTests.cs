using System.Globalization;
using System.Text;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Operators;
using ManifestLint.Quantities;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Operators;

/// <summary>The same seven rows of every kind (<see cref="KindRows"/>), in one table.</summary>
public sealed class KindRowsTests
{
    private static readonly (string Name, string Text)[] OfResources =
    [
        ("absent", "x: y"),
        ("{}", "resources: {}"),
        ("limits only", "resources: {limits: {cpu: 1, memory: 1Gi}}"),
        ("requests only", "resources: {requests: {cpu: 500m, memory: 512Mi}}"),
    ];

    [Fact]
    public void Every_kind_has_every_row_or_a_reason()
    {
        Assert.Equal(OperatorPods.KnownKinds, KindRows.All.Select(r => GroupAndKind(r.Kind)).Order(StringComparer.Ordinal));
        foreach (var kind in KindRows.All)
        {
            foreach (var (row, cell) in Rows(kind))
            {
                Assert.True(
                    cell is { Spec: not null } != cell is { Reason.Length: > 20 },
                    $"{kind.Kind}: {row} has neither a row nor a reason"
                );
                if (cell.Spec is { } spec)
                    Assert.True(
                        Containers(kind, spec).Any(c => c.Spec.Name == kind.Container),
                        $"{kind.Kind}: {row} makes no {kind.Container}"
                    );
            }
        }
    }

    [Fact]
    public void What_comes_of_every_row()
    {
        var text = new StringBuilder();
        foreach (var kind in KindRows.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kind.Kind}, container {kind.Container}\n");
            foreach (var (row, cell) in Rows(kind))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {row, -14}{(cell.Spec is { } spec ? Outcome(kind, row, spec) : $"none: {cell.Reason}")}\n"
                );
        }
        Golden.Verify(text.ToString(), "kinds", "txt");
    }

    private static IEnumerable<(string Name, KindCell Cell)> Rows(KindRow kind)
    {
        KindCell?[] written = [kind.Absent, kind.Empty, kind.Limits, kind.Requests];
        for (int i = 0; i < OfResources.Length; i++)
            yield return (
                OfResources[i].Name,
                written[i] ?? kind.Resources?.Replace(Kinds.Mark, OfResources[i].Text, StringComparison.Ordinal) ?? KindCell.None("")
            );
        yield return ("template", kind.Template);
        yield return ("setting", kind.Setting);
        yield return ("sidecar", kind.Sidecar);
    }

    private static string Outcome(KindRow kind, string row, string spec)
    {
        var pod = PodReading
            .Pods(new Assumptions(), ("/k8s/a.yaml", Manifest(kind.Kind, spec)))
            .First(p =>
                p.Containers.Any(c => c.Spec.Name == kind.Container)
                && (row != "template" || kind.TemplatePath is not { } path || p.Workload.PodPath.ToString() == path)
            );
        var container = pod.Containers.First(c => c.Spec.Name == kind.Container);
        string amounts = $"{pod.QosComputed?.ToString() ?? "class unknown"}, memory {Of(container, "request")} / {Of(container, "limit")}";
        return row switch
        {
            "setting" => $"{amounts}, {Setting(container)}",
            "sidecar" => $"{amounts}, beside {string.Join(", ", pod.Containers.Select(c => c.Spec.Name).Where(n => n != kind.Container))}",
            _ => amounts,
        };
    }

    private static string Of(ContainerFacts container, string which)
    {
        var amount = which == "limit" ? container.MemoryLimit : container.MemoryRequest;
        var origin = which == "limit" ? container.Origins.MemoryLimit : container.Origins.MemoryRequest;
        return amount.IsUnknown ? "unknown"
            : amount.IsAbsent ? "none"
            : $"{amount.Value}{(origin is TextOrigin.Operator ? " (operator)" : "")}";
    }

    private static string Setting(ContainerFacts container)
    {
        long? bytes = container.Jvm?.MaxHeapBytes
            ?? container.NodeJs?.MaxOldSpaceBytes
            ?? container.Go.FirstOrDefault()?.MemoryLimitBytes
            ?? container.Servers.SelectMany(s => s.Values).Select(v => v.Value.Number).FirstOrDefault(v => v is not null);
        return bytes is { } known ? $"keeps {new ByteSize(known)}" : "keeps something unknown";
    }

    private static IReadOnlyList<ContainerFacts> Containers(KindRow kind, string spec) =>
        PodReading.Containers(new Assumptions(), ("/k8s/a.yaml", Manifest(kind.Kind, spec)));

    private static string GroupAndKind(string kind)
    {
        string[] words = kind.Split(' ');
        return $"{words[0][..words[0].IndexOf('/', StringComparison.Ordinal)]}/{words[1]}";
    }

    private static string Manifest(string kind, string spec)
    {
        string[] words = kind.Split(' ');
        return $"apiVersion: {words[0]}\nkind: {words[1]}\nmetadata: {{name: x, namespace: n, labels: {{strimzi.io/cluster: c}}}}\nspec: {spec}\n";
    }
}
