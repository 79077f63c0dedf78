using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Brace lists of bash: <c>a{b,c}d</c> is two words before anything else is expanded. Source: bash(1) Brace Expansion.</summary>
internal static class ShellBraces
{
    /// <summary>Each brace is looked at with all behind it; the largest real word known has 8 characters.</summary>
    private const int MaxAtoms = 1000;

    private const int MaxWords = 200;

    /// <summary>The words; null if there are too many or a sequence (<c>{1..3}</c>) is among them.</summary>
    public static List<ShellWord>? Expand(ShellWord word)
    {
        var atoms = ImmutableArray.CreateBuilder<ShellPart>();
        foreach (var part in word.Parts)
        {
            if (part is not LiteralPart { Quoted: false } literal)
            {
                atoms.Add(part);
                continue;
            }
            for (var i = 0; i < literal.Text.Text.Length && atoms.Count <= MaxAtoms; i++)
                atoms.Add(literal with { Text = literal.Text.Slice(i, 1) });
        }
        if (atoms.Count > MaxAtoms)
        {
            Effort.GiveUp(PastLimit.ScriptSteps);
            return null;
        }
        var words = new List<ShellWord>();
        return Expand([], atoms.ToImmutable(), words) ? words : null;
    }

    /// <summary>Expands <paramref name="rest"/> behind what is done.</summary>
    private static bool Expand(ImmutableArray<ShellPart> done, ImmutableArray<ShellPart> rest, List<ShellWord> words)
    {
        for (var open = 0; open < rest.Length; open++)
        {
            if (Character(rest[open]) != '{' || Close(rest, open, out var commas) is not { } close)
                continue;
            if (commas.Count == 0)
            {
                if (IsSequence(rest.AsSpan()[(open + 1)..close]))
                    return false;
                continue;
            }
            var before = done.AddRange(rest.AsSpan()[..open]);
            var from = open + 1;
            foreach (var comma in commas.Append(close))
            {
                // What stands inside may hold lists again, and so may what follows.
                if (words.Count > MaxWords || !Expand(before, [.. rest.AsSpan()[from..comma], .. rest.AsSpan()[(close + 1)..]], words))
                    return false;
                from = comma + 1;
            }
            return true;
        }
        var parts = Merge([.. done, .. rest]);
        // An empty alternative makes no word.
        if (!parts.IsEmpty)
            words.Add(new ShellWord(parts));
        if (words.Count > MaxWords)
            Effort.GiveUp(PastLimit.ScriptSteps);
        return words.Count <= MaxWords;
    }

    private static char Character(ShellPart part) => part is LiteralPart { Quoted: false, Text.Text: [var c] } ? c : '\0';

    private static int? Close(ImmutableArray<ShellPart> atoms, int open, out List<int> commas)
    {
        commas = [];
        var depth = 0;
        for (var i = open; i < atoms.Length; i++)
        {
            switch (Character(atoms[i]))
            {
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    commas.Add(i);
                    break;
                case '}' when --depth == 0:
                    return i;
            }
        }
        return null;
    }

    private static bool IsSequence(ReadOnlySpan<ShellPart> atoms)
    {
        for (var i = 1; i < atoms.Length; i++)
        {
            if (Character(atoms[i - 1]) == '.' && Character(atoms[i]) == '.')
                return true;
        }
        return false;
    }

    private static ImmutableArray<ShellPart> Merge(ImmutableArray<ShellPart> parts)
    {
        var merged = ImmutableArray.CreateBuilder<ShellPart>();
        var run = new List<Word>();
        foreach (var part in parts)
        {
            if (part is LiteralPart { Quoted: false } literal)
            {
                run.Add(literal.Text);
                continue;
            }
            Flush();
            merged.Add(part);
        }
        Flush();
        return merged.ToImmutable();

        void Flush()
        {
            if (run.Count > 0)
                merged.Add(new LiteralPart(Word.Concat(run), false));
            run.Clear();
        }
    }
}
