using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0001 yaml-syntax-error.</summary>
public sealed class YamlSyntaxErrorRule() : FileRule("ML0001")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(YamlDocument document)
    {
        if (document.Error is not { } error)
            yield break;
        yield return At(
            error.Location,
            YamlPath.Root,
            Statement.Of(
                $"this document does not parse: {error.Message}",
                so: "kubectl refuses this document, and nothing in it is deployed or checked"
            )
        );
    }
}
