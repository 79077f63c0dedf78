using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;

namespace ManifestLint.Operators;

/// <summary>
/// Percona Server for MongoDB: the cache is a share of the limit (operators.md §12). Source: percona/percona-server-mongodb-operator b15af500
/// pkg/psmdb/container.go, psmdb_defaults.go.
/// </summary>
internal sealed class PerconaMongo() : Operator("Percona's operator")
{
    private const string Config = "/etc/mongodb-config/mongod.conf";

    /// <inheritdoc/>
    public override string Rows => string.Join('\n', Members());

    // A replica set and its members of other sorts are alike.
    private static IEnumerable<string> Members()
    {
        yield return "# Source: percona/percona-server-mongodb-operator b15af500 pkg/psmdb/container.go";
        foreach (
            var (place, suffix, condition) in new[]
            {
                ("spec.replsets[]", "{name}", ""),
                ("spec.replsets[].arbiter", "", " if=enabled=true"),
                ("spec.replsets[].nonvoting", "", " if=enabled=true"),
                ("spec.replsets[].hidden", "", " if=enabled=true"),
                ("spec.sharding.configsvrReplSet", "cfg", " if=/spec.sharding.enabled=true"),
            }
        )
        {
            string kind = "psmdb.percona.com/PerconaServerMongoDB",
                and = condition.Length == 0 ? " if=" : condition + ",",
                called = suffix.Length == 0 ? "" : $" called=StatefulSet/{{/metadata.name}}-{suffix}",
                // An arbiter holds no data.
                program = place.EndsWith("arbiter", StringComparison.Ordinal)
                    ? ""
                    : $" run=mongod,--config,{Config} file={Config}:configuration";
            yield return $"{kind} {place} mongod{condition} resources=resources image={{/spec.image}}{program} also=sidecars replicas=size{called}";
            if (program.Length > 0)
                yield return $"{kind} {place} backup-agent{and}/spec.backup.enabled=true resources=/spec.backup.resources";
            yield return $"{kind} {place} pmm-client{and}/spec.pmm.enabled=true resources=/spec.pmm.resources";
            if (program.Length > 0)
            {
                yield return $"{kind} {place} logs{and}/spec.logcollector.enabled=true resources=/spec.logcollector.resources";
                yield return $"{kind} {place} logrotate{and}/spec.logcollector.enabled=true resources=/spec.logcollector.resources";
            }
        }
        yield return "psmdb.percona.com/PerconaServerMongoDB spec.sharding.mongos mongos if=/spec.sharding.enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-mongos";
    }

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name is "logs" or "logrotate")
            container.RequireRelease(CustomResourceVersion.Of(container).IsAtLeast(1, 21));
        if (container.Program is not { } program)
            return;
        if (container.Find("storage.engine") is { } engine && engine.Text is not "wiredTiger")
        {
            container.Program = program with { IsUnknown = true };
            return;
        }
        var limit = container.Limit("memory");
        if (limit.IsUnknown)
            program = program with { IsUnknown = true };
        else if (limit.IsPositive && limit.Value.Bytes is { } bytes)
            program = Ratio(container) is { } ratio
                ? program with
                {
                    Arguments =
                    [
                        Word.Of("--wiredTigerCacheSizeGB"),
                        Word.Of(
                            Cache(ratio, bytes).ToString("0.00", CultureInfo.InvariantCulture),
                            new TextOrigin.Operator("Percona's operator")
                        ),
                    ],
                }
                : program with
                {
                    IsUnknown = true,
                };
        else if (!program.Files.ContainsKey(Config))
            program = program with { Files = program.Files.SetItem(Config, Word.Of("net: {}\n")) };
        container.Program = program;
    }

    private static double Cache(double ratio, long limit) => Math.Max(0.25, ratio * (limit - (1L << 30)) / (1L << 30));

    private static double? Ratio(ContainerDraft container) =>
        container.Find("storage.wiredTiger.engineConfig.cacheSizeRatio") is { } field
            ? double.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is > 0 and <= 1
                ? ratio
                : null
            : 0.5;
}
