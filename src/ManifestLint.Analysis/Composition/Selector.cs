using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>What a patch, a replacement or a transformer is to work on: patterns that match whole names, and conditions on labels.</summary>
internal sealed class Selector
{
    // What kustomizations select recurs, and to compile a pattern takes longer than all that it is asked about.
    private const int MostPatterns = 256;
    private static readonly ConcurrentDictionary<string, Regex> s_patterns = new(StringComparer.Ordinal);

    private readonly Func<string, bool> _group,
        _version,
        _kind,
        _name,
        _namespace;
    private readonly LabelSelector _labels,
        _annotations;

    /// <exception cref="RefusalException">A pattern or a condition cannot be read.</exception>
    public Selector(Directives given)
    {
        _group = Pattern(given.Scalar("group"));
        _version = Pattern(given.Scalar("version"));
        _kind = Pattern(given.Scalar("kind"));
        _name = Pattern(given.Scalar("name"));
        _namespace = Pattern(given.Scalar("namespace"));
        _labels = LabelSelector.Parse(given.Scalar("labelSelector"));
        _annotations = LabelSelector.Parse(given.Scalar("annotationSelector"));
    }

    /// <summary>True if it takes an object: by the name it has now or had first.</summary>
    public bool Selects(Resource resource)
    {
        CompositionEffort.Spend(30);
        var gvk = resource.Gvk;
        return _kind(gvk.Kind)
            && _group(gvk.Group)
            && _version(gvk.Version)
            && IsNamed(resource.OriginalId, resource.Id)
            && (_labels.IsEmpty || _labels.Matches(resource.Texts("labels")))
            && (_annotations.IsEmpty || _annotations.Matches(resource.Texts("annotations")));
    }

    private bool IsNamed(ResourceId first, ResourceId now) =>
        (_namespace(first.EffectiveNamespace) || _namespace(now.EffectiveNamespace)) && (_name(first.Name) || _name(now.Name));

    private static Func<string, bool> Pattern(YamlScalar? pattern)
    {
        if (pattern is null || pattern.Value.Length == 0)
            return static _ => true;
        return Simple(pattern.Value) ?? Compile($"^(?:{pattern.Value})$", pattern).IsMatch;
    }

    // The first regular expression of a process costs as much as a hundred files. Nearly all patterns are names (with the dots of a domain,
    // each of which stands for any character), one of several names, or begin or end with ".*". Null for others.
    private static Func<string, bool>? Simple(string pattern)
    {
        string[] alternatives = pattern.Split('|');
        var matches = new Func<string, bool>[alternatives.Length];
        for (int i = 0; i < alternatives.Length; i++)
        {
            string text = alternatives[i];
            bool isOpenAhead = text.StartsWith(AnyText, StringComparison.Ordinal);
            string rest = isOpenAhead ? text[AnyText.Length..] : text;
            bool isOpenBehind = rest.EndsWith(AnyText, StringComparison.Ordinal);
            rest = isOpenBehind ? rest[..^AnyText.Length] : rest;
            if (
                !rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.')
                || (isOpenAhead && isOpenBehind && rest.Length > 0)
            )
                return null;
            matches[i] = value =>
                (isOpenAhead || isOpenBehind ? value.Length >= rest.Length : value.Length == rest.Length)
                && StartsLike(isOpenAhead ? value.AsSpan(value.Length - rest.Length) : value, rest);
        }
        return matches is [var only] ? only : value => Array.Exists(matches, m => m(value));
    }

    /// <summary>True if a text that is at least as long begins like a pattern of plain characters and dots, each of which stands for any character.</summary>
    internal static bool StartsLike(ReadOnlySpan<char> value, string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '.' && pattern[i] != value[i])
                return false;
        }
        return true;
    }

    private const string AnyText = ".*";

    /// <summary>A regular expression, which takes time in proportion to what it is asked about.</summary>
    /// <exception cref="RefusalException">It is none.</exception>
    internal static Regex Compile(string pattern, YamlScalar from)
    {
        if (s_patterns.TryGetValue(pattern, out var known))
            return known;
        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (s_patterns.Count >= MostPatterns)
                s_patterns.Clear();
            return s_patterns[pattern] = regex;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new RefusalException(from.Location, RefusalKind.NotRegularExpression, from.Value);
        }
    }
}

/// <summary>Conditions on labels, such as <c>app=web,tier in (a, b),!legacy</c>. Source: apimachinery v0.36 pkg/labels/selector.go.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _conditions = [];

    /// <summary>True if there is no condition.</summary>
    public bool IsEmpty => _conditions.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _conditions.TrueForAll(c => c(labels));

    /// <exception cref="RefusalException">It cannot be read.</exception>
    public static LabelSelector Parse(YamlScalar? scalar)
    {
        var selector = new LabelSelector();
        if (scalar is null)
            return selector;
        foreach (string condition in Conditions(scalar.Value))
            selector._conditions.Add(Parse(condition.Trim(), scalar));
        return selector;
    }

    // Commas separate, but for those in parentheses.
    private static IEnumerable<string> Conditions(string text)
    {
        int start = 0,
            depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (text[i] != ',' || depth > 0)
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        if (text.AsSpan(start).Trim().Length > 0)
            yield return text[start..];
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Parse(string condition, YamlScalar from)
    {
        if (condition.StartsWith('!') && !condition.Contains('='))
        {
            string absent = condition[1..].Trim();
            return labels => !labels.ContainsKey(absent);
        }
        int at = condition.IndexOfAny(['=', '!', '<', '>', ' ']);
        string key = (at < 0 ? condition : condition[..at]).Trim();
        if (key.Length == 0)
            throw new RefusalException(from.Location, RefusalKind.NotLabelSelector, from.Value);
        string rest = at < 0 ? "" : condition[at..].Trim();
        if (rest.Length == 0)
            return labels => labels.ContainsKey(key);
        if (rest.StartsWith("==", StringComparison.Ordinal) || rest.StartsWith('='))
        {
            string value = rest.TrimStart('=').Trim();
            return labels => labels.TryGetValue(key, out string? found) && found == value;
        }
        if (rest.StartsWith("!=", StringComparison.Ordinal))
        {
            string value = rest[2..].Trim();
            return labels => !labels.TryGetValue(key, out string? found) || found != value;
        }
        if (rest[0] is '<' or '>')
        {
            bool isLess = rest[0] == '<';
            if (!long.TryParse(rest[1..].Trim(), out long bound))
                throw new RefusalException(from.Location, RefusalKind.NotLabelSelector, from.Value);
            return labels =>
                labels.TryGetValue(key, out string? found)
                && long.TryParse(found, out long number)
                && (isLess ? number < bound : number > bound);
        }
        bool isNot = rest.StartsWith("notin", StringComparison.Ordinal);
        int open = rest.IndexOf('(', StringComparison.Ordinal);
        if ((!isNot && !rest.StartsWith("in", StringComparison.Ordinal)) || open < 0 || !rest.EndsWith(')'))
            throw new RefusalException(from.Location, RefusalKind.NotLabelSelector, from.Value);
        var values = rest[(open + 1)..^1].Split(',').Select(v => v.Trim()).ToHashSet(StringComparer.Ordinal);
        return labels => labels.TryGetValue(key, out string? found) ? values.Contains(found) != isNot : isNot;
    }
}
