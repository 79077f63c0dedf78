using System.Collections.Immutable;
using System.Globalization;

namespace ManifestLint.Findings;

/// <summary>What a suppression speaks for.</summary>
public enum SuppressionScope
{
    /// <summary>A line and the value that starts on it: <c>ignore[…]</c>.</summary>
    Value,

    /// <summary>The document it stands in: <c>ignore-document[…]</c>.</summary>
    Document,

    /// <summary>The file: <c>ignore-file[…]</c>.</summary>
    File,

    /// <summary>The object or pod that bears the annotation.</summary>
    Object,
}

/// <summary>A rule as a suppression names it.</summary>
/// <param name="Rule">Its id or name as written.</param>
/// <param name="Container">The only container meant; null for all.</param>
/// <param name="Start">Where it stands in the text that was read, in UTF-16 code units.</param>
/// <param name="Length">How long it is there.</param>
public readonly record struct SuppressedRule(string Rule, string? Container, int Start, int Length);

/// <summary>
/// A suppression as it is written (contracts.md C7): <c># manifestlint: ignore[ML1001, pod-best-effort] until=2026-12-31 reason</c>, or an entry
/// <c>ML1001@app until=2026-12-31 reason</c> of the annotation <see cref="AnnotationKey"/>.
/// </summary>
public sealed record Suppression
{
    /// <summary>The annotation's key.</summary>
    public const string AnnotationKey = "manifestlint.dev/ignore";

    private const string Marker = "manifestlint:";
    private const string UntilWord = "until=";
    private const int DateLength = 10;

    /// <summary>What it speaks for.</summary>
    public required SuppressionScope Scope { get; init; }

    /// <summary>The rules it names; empty only where there is a <see cref="Flaw"/>.</summary>
    public ImmutableArray<SuppressedRule> Rules { get; init; } = [];

    /// <summary>The last day on which it counts, in UTC; null for no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why; null if it does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it cannot be understood and so suppresses nothing; null if it can.</summary>
    public SuppressionFlaw? Flaw { get; init; }

    /// <summary>Reads a comment; null if it does not speak to manifestlint.</summary>
    /// <param name="comment">The comment from its <c>#</c> on, without a line break.</param>
    public static Suppression? OfComment(string comment)
    {
        int at = Skip(comment, comment.AsSpan().IndexOfAnyExcept('#') is var from and >= 0 ? from : comment.Length);
        if (!comment.AsSpan(at).StartsWith(Marker, StringComparison.OrdinalIgnoreCase))
            return null;
        at = Skip(comment, at + Marker.Length);

        int end = at;
        while (end < comment.Length && (char.IsAsciiLetter(comment[end]) || comment[end] == '-'))
            end++;
        SuppressionScope? scope = comment[at..end] switch
        {
            "ignore" => SuppressionScope.Value,
            "ignore-document" => SuppressionScope.Document,
            "ignore-file" => SuppressionScope.File,
            _ => null,
        };
        if (scope is null)
            return Flawed(SuppressionScope.Value, new(SuppressionFlawKind.NoVerb));
        int open = Skip(comment, end),
            close = open < comment.Length && comment[open] == '[' ? comment.IndexOf(']', open) : -1;
        if (close < 0)
            return Flawed(scope.Value, new(SuppressionFlawKind.NoBrackets, comment[at..end]));

        var rules = Names(comment, open + 1, close);
        return rules.IsEmpty
            ? Flawed(scope.Value, new(SuppressionFlawKind.EmptyBrackets))
            : WithRest(new Suppression { Scope = scope.Value, Rules = rules }, comment[(close + 1)..]);
    }

    /// <summary>Reads the entries of an annotation, which line breaks or <c>;</c> separate.</summary>
    public static ImmutableArray<Suppression> OfAnnotation(string value)
    {
        var entries = ImmutableArray.CreateBuilder<Suppression>();
        for (int start = 0; start <= value.Length; )
        {
            int length = value.AsSpan(start).IndexOfAny('\n', ';');
            int end = length < 0 ? value.Length : start + length;
            int from = Skip(value, start);
            if (from < end)
                entries.Add(Entry(value, from, end));
            start = end + 1;
        }
        return entries.DrainToImmutable();
    }

    private static Suppression Entry(string value, int start, int end)
    {
        int length = value.AsSpan(start, end - start).IndexOfAny(" \t\r,");
        int wordEnd = length < 0 ? end : start + length;
        string word = value[start..wordEnd];
        int at = word.IndexOf('@');
        var rule = new SuppressedRule(at < 0 ? word : word[..at], at < 0 ? null : word[(at + 1)..], start, wordEnd - start);
        return WithRest(new Suppression { Scope = SuppressionScope.Object, Rules = [rule] }, value[wordEnd..end]);
    }

    private static ImmutableArray<SuppressedRule> Names(string text, int start, int end)
    {
        var names = ImmutableArray.CreateBuilder<SuppressedRule>();
        while (start < end)
        {
            int comma = text.IndexOf(',', start, end - start);
            int stop = comma < 0 ? end : comma;
            string name = text[start..stop].Trim();
            if (name.Length > 0)
                names.Add(new SuppressedRule(name, null, Skip(text, start), name.Length));
            start = stop + 1;
        }
        return names.DrainToImmutable();
    }

    private static Suppression WithRest(Suppression suppression, string rest)
    {
        rest = rest.Trim();
        // A day that was meant to end it must not end up in the reason, where it ends nothing.
        if (MisspelledEnd(rest) is { } end)
            return suppression with { Flaw = new(SuppressionFlawKind.MisspelledEnd, end, UntilWord + end[^DateLength..]) };
        if (rest.StartsWith(UntilWord, StringComparison.Ordinal))
        {
            int length = rest.AsSpan().IndexOfAny(' ', '\t');
            string date = rest[UntilWord.Length..(length < 0 ? rest.Length : length)];
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
                return suppression with { Flaw = new(SuppressionFlawKind.NoDate, UntilWord + date) };
            suppression = suppression with { Until = until };
            rest = length < 0 ? "" : rest[length..];
        }
        rest = rest.Trim().TrimStart("-:,").Trim().ToString();
        return rest.Length == 0 ? suppression : suppression with { Reason = rest };
    }

    private static Suppression Flawed(SuppressionScope scope, SuppressionFlaw flaw) => new() { Scope = scope, Flaw = flaw };

    // "until 2026-12-31", "UNTIL=2026-12-31": as far as the date, if it is not written as it should be.
    private static string? MisspelledEnd(string rest)
    {
        if (!rest.StartsWith("until", StringComparison.OrdinalIgnoreCase))
            return null;
        int at = Skip(rest, "until".Length);
        if (at < rest.Length && rest[at] is '=' or ':')
            at = Skip(rest, at + 1);
        bool isDate = DateOnly.TryParseExact(
            rest.AsSpan(at, Math.Min(DateLength, rest.Length - at)),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );
        return isDate && !rest[..at].Equals(UntilWord, StringComparison.Ordinal) ? rest[..(at + DateLength)] : null;
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
            at++;
        return at;
    }
}
