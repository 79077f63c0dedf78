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
            Statement.Of($"this document does not parse: {error.Message}", so: Consequence(document, error.Location))
        );
    }

    // kubectl hands on the documents above the place where it stops. At a "---" with text behind it, that above it is not handed on yet.
    private static string Consequence(YamlDocument document, Location error)
    {
        string text = error.Source.Text;
        bool isLast = text.AsSpan(document.Span.End).IndexOfAnyExcept("- \t\r\n") < 0;
        bool losesOneAbove =
            document.Index > 0 && text.AsSpan(error.Source.StartOfLine(error.Start.Line)..error.Span.Start).TrimEnd() is "---";
        // Later releases read as YAML what is no JSON.
        string kubectl = YamlDocuments.IsJson(text) ? "kubectl up to 1.32" : "kubectl";
        return (losesOneAbove, isLast) switch
        {
            (true, true) => $"{kubectl} deploys neither this document, which is not checked either, nor the one above it",
            (true, false) =>
                $"{kubectl} deploys neither this document, which is not checked either, nor the one above it, nor any below it",
            (false, true) => $"{kubectl} refuses this document, and nothing in it is deployed or checked",
            (false, false) => $"{kubectl} deploys neither this document, which is not checked either, nor any below it in the file",
        };
    }
}
