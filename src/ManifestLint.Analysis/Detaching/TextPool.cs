using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>
/// Keeps texts, addresses and statements that recur once: hundreds of thousands of findings share few of them, and few lines and addresses. For one thread.
/// </summary>
internal sealed class TextPool
{
    // Texts that do not recur must not gather here for the whole run, and of a file in one line each is long.
    private const int MostTexts = 4096;
    private const int MostCharacters = 512 * 1024;

    private int _characters;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<YamlPath> _paths = [];
    private readonly HashSet<Statement> _statements = [];

    /// <summary>The first text seen that equals this one.</summary>
    public string this[string text]
    {
        get
        {
            // As below.
            ArgumentNullException.ThrowIfNull(text);
            if (_texts.TryGetValue(text, out string? known))
                return known;
            if (_texts.Count >= MostTexts || _characters + text.Length > MostCharacters)
            {
                _texts.Clear();
                _characters = 0;
            }
            _texts.Add(text);
            _characters += text.Length;
            return text;
        }
    }

    /// <summary>The first address seen that equals this one.</summary>
    public YamlPath this[YamlPath path] => First(_paths, path);

    /// <summary>The first statement seen that equals this one.</summary>
    public Statement this[Statement statement] => First(_statements, statement);

    private static T First<T>(HashSet<T> seen, T one)
        where T : class
    {
        // A rule's bug shows here, where it costs that rule alone, and not when reports are sorted.
        ArgumentNullException.ThrowIfNull(one);
        if (seen.TryGetValue(one, out var known))
            return known;
        if (seen.Count >= MostTexts)
            seen.Clear();
        seen.Add(one);
        return one;
    }
}
