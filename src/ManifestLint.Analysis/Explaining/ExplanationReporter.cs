using System.Collections.Immutable;
using ManifestLint.Reporting;

namespace ManifestLint.Explaining;

/// <summary>Explanations for a terminal.</summary>
public static class ExplanationReporter
{
    /// <summary>Writes each explanation, step by step, with an empty line between two.</summary>
    /// <param name="explanations">What to explain.</param>
    /// <param name="style">Width and colour.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(ImmutableArray<Explanation> explanations, TextStyle style, TextWriter output)
    {
        var page = new TerminalPage(style.Width, style.IsColoured, output);
        for (int i = 0; i < explanations.Length; i++)
        {
            if (i > 0)
                page.Blank();
            page.Heading(explanations[i].Title);
            page.Aside(explanations[i].Place, 0);
            foreach (var step in explanations[i].Steps)
            {
                page.Blank();
                page.Heading(step.Title);
                // What manifests say may hold marks: they are shown, not obeyed.
                foreach (string line in step.Lines)
                    page.Text(line, 2, 6);
                page.Aside($"source: {step.Source}", 2);
            }
        }
    }
}
