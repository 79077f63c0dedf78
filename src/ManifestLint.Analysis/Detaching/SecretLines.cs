using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>
/// What reports may show of lines: of what a Secret holds only the amount that a finding is about, whatever stands beside it. May be asked by several threads.
/// </summary>
/// <param name="isSecretFile">True for a file, by the path that reports show, that goes into a Secret as it is.</param>
internal sealed class SecretLines(Func<string, bool> isSecretFile)
{
    private const string Hidden = "…";

    /// <summary>The line of a place as it may be shown; null where all of it may.</summary>
    public ReportedPlace? Shown(Location location)
    {
        var line = location.Source.SpanOfLine(location.Start.Line);
        var hidden = HiddenIn(location.Source, line);
        int first = SecretSpans.FirstIn(hidden, line);
        if (first < 0)
            return null;
        string text = location.Source.Text;
        int start = location.Span.Start,
            end = Math.Clamp(location.Span.End, start, Math.Max(start, line.End));
        string before = first - line.Start > ReportLength.Line ? "" : text[line.Start..first];
        if (start < first)
            return Of(before + Hidden, first - before.Length);
        string own = text[start..end];
        if (SecretSpans.FirstIn(hidden, new TextSpan(start, end)) >= 0 && !SecretText.IsAmountOfOption(own))
            own = Hidden;
        else if (end < line.End)
            own += Hidden;
        // What is hidden in front of a place counts as one character, so that the line starts elsewhere then.
        return start > first && own != Hidden
            ? Of(before + Hidden + own, start - before.Length - 1)
            : Of(before + own, start - before.Length);

        ReportedPlace Of(string shown, int from) => new(location.Detached, shown, from - line.Start + 1);
    }

    private TextSpan[] HiddenIn(SourceText source, TextSpan line) =>
        isSecretFile(source.Path) ? [new TextSpan(0, source.Text.Length)] : SecretSpans.In(source, line);
}
