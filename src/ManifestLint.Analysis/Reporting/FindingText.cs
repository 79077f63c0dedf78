using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>The sentences that reports make of a finding's parts: here, and nowhere else.</summary>
internal static class FindingText
{
    /// <summary>What, the cause, the consequence, and all that it rests on: one sentence without a full stop, the same in every format.</summary>
    public static string Sentence(Statement statement)
    {
        var text = new StringBuilder(statement.What);
        if (Cause(statement) is { } cause)
            text.Append("; ").Append(cause);
        if (Consequence(statement) is { } consequence)
            text.Append(", so ").Append(consequence);
        var conditions = statement.Assumed.Where(a => a.IsCondition).Select(a => a.Text).ToList();
        if (conditions.Count > 0)
            text.Append(", if ").AppendJoin(" and ", conditions);
        // What only the cause, or what follows besides, rests on is told there.
        var given = statement.Assumed.Where(a => !a.IsCondition).ToLookup(a => a.Kind == AssumptionKind.UsualFigure, a => a.Text);
        if (given[false].Any())
            text.Append(", assuming ").AppendJoin(" and ", given[false].Distinct());
        foreach (var told in statement.Given)
            text.Append(", on ").Append(told.Text);
        foreach (string estimates in given[true])
            text.Append("; ").Append(estimates);
        if (statement.Recurs is { } recurs)
            text.Append("; ").Append(Recurrence(recurs));
        return text.ToString();
    }

    /// <summary>What follows, with what follows besides, what that rests on, and the measure; null where the first part says it.</summary>
    public static string? Consequence(Statement statement)
    {
        string measure = statement.Measure is { } advised ? $"; {advised}" : "";
        if (statement.Besides is not { } besides)
            return measure.Length == 0 ? statement.Consequence : statement.Consequence + measure;
        var conditions = besides.Conditions.Select(a => a.Text).ToList();
        return $"{statement.Consequence}, and {besides.Text}{(conditions.Count == 0 ? "" : $", if {string.Join(" and ", conditions)}")}{measure}";
    }

    /// <summary>What led to it, with its own condition; null where nothing is known of it.</summary>
    public static string? Cause(Statement statement) =>
        statement.Cause is { } cause
            ? cause
                + (statement.FurtherCause is { } further ? $", and {further}" : "")
                + (statement.CauseIf is { } given ? $", if {given.Text}" : "")
            : null;

    /// <summary>The sentence, and whose it is: for formats whose lines hold nothing else.</summary>
    public static string SentenceWithObject(ReportedFinding finding) => Sentence(finding.Statement) + Brackets(finding);

    /// <summary>What to do about it: <c>fix: memory limit 512Mi</c>, <c>write: …</c> where no edit does it; null where there is nothing to say.</summary>
    public static string? Remedy(ReportedFinding finding) =>
        finding.Fix is { } fix ? $"fix: {fix.Advice.Text}"
        : finding.Advice is { } advice ? $"write: {advice.Text}"
        : null;

    /// <summary>The same behind the sentence, for formats that have no field for it.</summary>
    public static string SentenceWithRemedy(ReportedFinding finding) => Joined([SentenceWithObject(finding), Remedy(finding)]);

    /// <summary>The sentence, the first related places and what to do, for formats with one line for all.</summary>
    public static string Line(ReportedFinding finding, Func<string, string> relativePath)
    {
        int more = finding.Related.Length - MostRelated;
        return Joined([
            SentenceWithObject(finding),
            .. Related(finding, relativePath).Take(MostRelated),
            more > 0 ? $"{more.ToString(CultureInfo.InvariantCulture)} more {(more == 1 ? "place" : "places")}" : null,
            Remedy(finding),
        ]);
    }

    private const int MostRelated = 3;

    private static string Joined(ReadOnlySpan<string?> parts) => string.Join("; ", parts.ToArray().OfType<string>());

    /// <summary>What stands elsewhere: <c>line 24: the memory limit</c>, with the file where it is another one.</summary>
    public static IEnumerable<string> Related(ReportedFinding finding, Func<string, string> relativePath) =>
        finding.Related.Select(r =>
            $"{(r.Place.File == finding.Place.File ? "" : $"{relativePath(r.Place.File)}, ")}line {r.Place.Line.ToString(CultureInfo.InvariantCulture)}: {r.Text}"
        );

    /// <summary>What is wrong, and whose it is.</summary>
    public static string WhatWithObject(ReportedFinding finding) =>
        finding.Statement.Recurs is { } recurs
            ? $"{finding.Statement.What}; {Recurrence(recurs)}{Brackets(finding)}"
            : finding.Statement.What + Brackets(finding);

    /// <summary>Whose it is: <c>Deployment shop/web, container app</c>, and of how many more; null for a finding about a file.</summary>
    public static string? Owner(ReportedFinding finding)
    {
        if (finding.Object is not { } owner)
            return null;
        string part = finding.Part is { } named ? $", {named}" : "";
        string container = finding.Container is { } inner ? $", container {inner}" : "";
        string more = finding.Others.Length > 0 ? $" and {finding.Others.Length.ToString(CultureInfo.InvariantCulture)} more" : "";
        return string.Concat(owner.ToString(), part, container, more);
    }

    /// <summary><c>the same in 2 more pods of ReplicaSet web-5d8f7c9b6</c>.</summary>
    public static string Recurrence(Recurrence recurs)
    {
        string of = recurs.Controller is { } controller ? $" of {controller}" : "";
        if (recurs.OnlyInPod is not { } pod)
            return $"{(recurs.IsObserved ? "it happened" : "the same")} in {MorePods(recurs.MorePods)}{of}";
        string others = recurs.MorePods == 0 ? "" : $" and {MorePods(recurs.MorePods)}";
        return $"this is so in pod {pod}{others}{of}, not in the template";
    }

    /// <summary>
    /// Where a number comes from: <c>-Xmx1g in env JAVA_TOOL_OPTIONS (k8s/web.yaml:24:20)</c>. Of a setting that the finding stands at only what holds it,
    /// and null where that is the command line, which its line shows.
    /// </summary>
    public static string? Source(ReportedSource source, ReportedFinding finding)
    {
        bool isHere = source.Place is { } at && at.Place == finding.Place.Place;
        if (isHere)
            return source.IsShownByLine ? null : source.In;
        string text = source.Setting is { } setting ? $"{setting} in {source.In}" : source.In;
        return source.Place is { } place ? $"{text} ({Position(place)})" : text;
    }

    /// <summary>What it rests on beside the text, each in words of its own. What only an aside rests on is told in the aside.</summary>
    public static ImmutableArray<string> Assumed(Statement statement) => [.. statement.Assumed.Select(a => a.Text)];

    private static string Position(ReportedPlace place) =>
        $"{place.File}:{place.Line.ToString(CultureInfo.InvariantCulture)}:{place.Column.ToString(CultureInfo.InvariantCulture)}";

    // The file that is named has no such line: somebody will look for it there.
    private static string Brackets(ReportedFinding finding) =>
        (Owner(finding), finding.IsRendered) switch
        {
            ({ } owner, false) => $" ({owner})",
            ({ } owner, true) => $" ({owner}, rendered line)",
            (null, true) => " (rendered line)",
            _ => "",
        };

    private static string MorePods(int count) => count == 1 ? "one more pod" : $"{count.ToString(CultureInfo.InvariantCulture)} more pods";
}
