using System.Globalization;
using System.Text;
using System.Text.Json;
using ManifestLint.Quantities;
using Xunit.Abstractions;

namespace ManifestLint.Oracles;

/// <summary>Quantities by the hundred through a real kubectl, each as the memory limit of one container of one pod.</summary>
public sealed class QuantityOracleTests(ITestOutputHelper output)
{
    private static readonly string[] Suffixes =
    [
        "",
        "",
        "n",
        "u",
        "m",
        "k",
        "M",
        "G",
        "T",
        "P",
        "E",
        "Ki",
        "Mi",
        "Gi",
        "Ti",
        "Pi",
        "Ei",
        "e3",
        "E-3",
        "e+7",
        "e-12",
        "e20",
        "E021",
    ];

    [OracleFact("kubectl-1.32")]
    public void Quoted_quantities_print_as_kubectl_prints_them() => Compare(Generated(400), quoted: true);

    [OracleFact("kubectl-1.32")]
    public void Unquoted_scalars_become_what_kubectl_makes_of_them() => Compare([.. Generated(250), .. Numbers(250)], quoted: false);

    private void Compare(IReadOnlyList<string> texts, bool quoted)
    {
        var kept = texts
            .Select(text => (Text: text, Scalar: QuantityScalar.Resolve(text, plain: !quoted)))
            .Where(t => t.Scalar.Kind == QuantityScalarKind.Quantity && ResourceQuantity.TryParse(t.Scalar.Text, out _, out _))
            .ToList();
        var manifest = new StringBuilder("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n");
        for (int i = 0; i < kept.Count; i++)
        {
            var value = quoted ? $"\"{kept[i].Text}\"" : kept[i].Text;
            manifest.Append(CultureInfo.InvariantCulture, $"  - {{name: c{i}, image: i, resources: {{limits: {{memory: {value}}}}}}}\n");
        }
        var (exitCode, json, error) = Oracle.Run(
            "kubectl-1.32",
            ["set", "image", "--local", "-f", "-", "c0=j", "-o", "json"],
            manifest.ToString()
        );
        Assert.True(exitCode == 0, error);
        using var document = JsonDocument.Parse(json);
        var printed = document
            .RootElement.GetProperty("spec")
            .GetProperty("containers")
            .EnumerateArray()
            .Select(c => c.GetProperty("resources").GetProperty("limits").GetProperty("memory").GetString())
            .ToList();
        var differences = kept.Zip(printed, (t, real) => (t.Text, Ours: ResourceQuantity.Serialized(t.Scalar.Text), Real: real))
            .Where(t => t.Ours != t.Real)
            .Select(t => $"{t.Text}: kubectl {t.Real}, here {t.Ours}")
            .ToList();
        output.WriteLine($"{printed.Count} quantities compared of {texts.Count} generated; the rest is no quantity");
        Assert.True(printed.Count > texts.Count / 2);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    // A generator of its own: the same texts in every run and release.
    private static List<string> Generated(int count)
    {
        uint state = 20261120;
        var texts = new List<string>(count);
        while (texts.Count < count)
        {
            string sign = Next(ref state, 8) switch
            {
                0 => "-",
                1 => "+",
                _ => "",
            };
            int length = Next(ref state, 6) == 0 ? Next(ref state, 22) : Next(ref state, 5);
            var fraction = Next(ref state, 3) == 0 ? "." + Digits(ref state, Next(ref state, 6) == 0 ? 14 : Next(ref state, 4)) : "";
            texts.Add(sign + Digits(ref state, length + 1) + fraction + Suffixes[Next(ref state, Suffixes.Length)]);
        }
        return texts;
    }

    private static List<string> Numbers(int count)
    {
        uint state = 7;
        string[] prefixes = ["", "", "0", "0x", "0o", "0b", "-", "+", "-0x", "."];
        string[] tails = ["", "", "_", "e5", "E-4", ".5", "_1.25", "e+22", "e-9", "e1_0"];
        var texts = new List<string>(count);
        while (texts.Count < count)
        {
            var digits = Digits(ref state, 1 + Next(ref state, Next(ref state, 4) == 0 ? 24 : 6));
            var prefix = prefixes[Next(ref state, prefixes.Length)];
            if (prefix == "0b")
                digits = string.Concat(digits.Select(d => (char)('0' + (d & 1))));
            texts.Add(prefix + digits + tails[Next(ref state, tails.Length)]);
        }
        return texts;
    }

    private static string Digits(ref uint state, int count)
    {
        var digits = new char[count];
        // Many zeros: they are what canonical forms are about.
        for (int i = 0; i < count; i++)
            digits[i] = Next(ref state, 3) == 0 ? '0' : (char)('0' + Next(ref state, 10));
        return new string(digits);
    }

    private static int Next(ref uint state, int below)
    {
        // xorshift32; "Xorshift RNGs", Marsaglia 2003.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (int)(state % (uint)below);
    }
}
