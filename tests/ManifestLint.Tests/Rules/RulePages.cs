using ManifestLint.Rules;

namespace ManifestLint.Tests.Rules;

/// <summary>A fenced block of a page.</summary>
/// <param name="Info">What stands after the fence: <c>yaml bad --kubernetes-version 1.33</c>.</param>
/// <param name="Text">The text between the fences, each line with its line break.</param>
/// <param name="FirstLine">1-based line of the opening fence in the page.</param>
/// <param name="LastLine">1-based line of the closing fence.</param>
internal sealed record PageBlock(string Info, string Text, int FirstLine, int LastLine)
{
    /// <summary><c>bad</c>, <c>good</c>, <c>fixed</c>, <c>output</c>, or empty for a block that is no test.</summary>
    public string Kind => Info.Split(' ') is [_, ("bad" or "good" or "fixed" or "output") and { } kind, ..] ? kind : "";

    /// <summary>Options of <c>scan</c> that the example needs.</summary>
    public string[] Options => Info.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..];
}

/// <summary>A bad block with what belongs to it.</summary>
internal sealed record PageCase(PageBlock Bad, PageBlock? Output, PageBlock? Fixed);

/// <summary>The pages in <c>rules/</c> as a reader of the repository sees them.</summary>
internal static class RulePages
{
    public static readonly string Folder = Path.Combine(VectorFiles.RepositoryRoot(), "rules");

    /// <summary>The names of the pages, sorted.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    [.. Directory.EnumerateFiles(Folder, "*.md").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    public static string Text(string fileName) => File.ReadAllText(Path.Combine(Folder, fileName)).ReplaceLineEndings("\n");

    public static RulePage Parse(string fileName) => RulePage.Parse(fileName, Text(fileName));

    /// <summary>The fenced blocks of a Markdown text in order.</summary>
    public static IReadOnlyList<PageBlock> Blocks(string text)
    {
        string[] lines = text.Split('\n');
        var blocks = new List<PageBlock>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            int end = Array.IndexOf(lines, "```", i + 1);
            if (end < 0)
                throw new FormatException($"line {i + 1}: a fence is not closed");
            blocks.Add(new PageBlock(lines[i][3..], string.Concat(lines[(i + 1)..end].Select(l => l + "\n")), i + 1, end + 1));
            i = end;
        }
        return blocks;
    }

    /// <summary>The bad blocks, each with the output and the repaired text that follow it.</summary>
    public static IReadOnlyList<PageCase> Cases(IReadOnlyList<PageBlock> blocks)
    {
        var cases = new List<PageCase>();
        foreach (var block in blocks)
        {
            if (block.Kind == "bad")
                cases.Add(new PageCase(block, null, null));
            if (block.Kind is "output" or "fixed" && cases.Count == 0)
                throw new FormatException($"line {block.FirstLine}: nothing bad comes before");
            if (block.Kind == "output")
                cases[^1] = cases[^1] with { Output = block };
            if (block.Kind == "fixed")
                cases[^1] = cases[^1] with { Fixed = block };
        }
        return cases;
    }

    /// <summary>The page with other outputs and repairs behind its bad blocks.</summary>
    public static string Rewrite(string text, Func<PageBlock, (string Output, string? Fixed)> answer)
    {
        var blocks = Blocks(text);
        string[] lines = text.Split('\n');
        var written = new List<string>();
        int copied = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Kind != "bad")
                continue;
            written.AddRange(lines[copied..blocks[i].LastLine]);
            copied = blocks[i].LastLine;
            for (int j = i + 1; j < blocks.Count && blocks[j].Kind is "output" or "fixed"; j++)
                copied = blocks[j].LastLine;
            var (output, repaired) = answer(blocks[i]);
            Add("text output", output);
            if (repaired is not null)
                Add("yaml fixed", repaired);
        }
        written.AddRange(lines[copied..]);
        return string.Join('\n', written);

        void Add(string info, string content)
        {
            written.Add("```" + info);
            written.AddRange(content.TrimEnd('\n').Split('\n'));
            written.Add("```");
        }
    }
}
