using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Tests.Quantities;

public sealed class QuantityDiagnosisTests
{
    [Theory]
    [InlineData("2gi", QuantityProblem.UnknownSuffix, "gi", "2Gi")]
    [InlineData("512mi", QuantityProblem.UnknownSuffix, "mi", "512Mi")]
    [InlineData("1GiB", QuantityProblem.UnknownSuffix, "GiB", "1Gi")]
    [InlineData("512MB", QuantityProblem.UnknownSuffix, "MB", "512M 512Mi")]
    [InlineData("1K", QuantityProblem.UnknownSuffix, "K", "1k 1Ki")]
    [InlineData("2g", QuantityProblem.UnknownSuffix, "g", "2G 2Gi")]
    [InlineData("1 Gi", QuantityProblem.Blank, null, "1Gi")]
    [InlineData("512 MB", QuantityProblem.UnknownSuffix, "MB", "512M 512Mi")]
    [InlineData("1,5Gi", QuantityProblem.Comma, null, "1.5Gi")]
    [InlineData("1,024Mi", QuantityProblem.Comma, null, "1.024Mi 1024Mi")]
    [InlineData("1,024,000", QuantityProblem.Comma, null, "1024000")]
    [InlineData("1_024", QuantityProblem.Underscore, null, "1024")]
    [InlineData("1024B", QuantityProblem.UnknownSuffix, "B", "1024")]
    [InlineData("1GiGi", QuantityProblem.UnknownSuffix, "GiGi", "1Gi")]
    [InlineData("512Mi.", QuantityProblem.UnknownSuffix, "Mi.", "512Mi")]
    [InlineData("1..5Gi", QuantityProblem.TwoPoints, null, "")]
    [InlineData("0x40000000", QuantityProblem.QuotedHexadecimal, null, "1073741824")]
    [InlineData("1Zi", QuantityProblem.UnknownSuffix, "Zi", "")]
    [InlineData("1megabytesplease", QuantityProblem.UnknownSuffix, "megabytesplease", "")]
    [InlineData("auto", QuantityProblem.NoNumber, null, "")]
    [InlineData("", QuantityProblem.Empty, null, "")]
    [InlineData("Pi", QuantityProblem.NoDigits, null, "")]
    [InlineData("512Mi", QuantityProblem.None, null, "")]
    public void Says_what_is_wrong_and_what_is_meant(string text, QuantityProblem problem, string? suffix, string candidates)
    {
        var diagnosis = QuantityDiagnosis.Of(text);
        Assert.Equal((problem, suffix), (diagnosis.Problem, diagnosis.Suffix));
        Assert.Equal(candidates, string.Join(' ', diagnosis.Candidates));
        Assert.Equal(candidates.Length > 0 && !candidates.Contains(' ', StringComparison.Ordinal) ? candidates : null, diagnosis.Intended);
    }

    [Theory]
    [InlineData("Mi", true)]
    [InlineData("-", true)]
    [InlineData("+.", true)]
    [InlineData("e3", true)]
    [InlineData("Ei", true)]
    [InlineData("0Mi", false)]
    [InlineData(".5", false)]
    [InlineData("auto", false)]
    [InlineData("", false)]
    public void Digitless(string text, bool expected) => Assert.Equal(expected, QuantityDiagnosis.IsDigitless(text));

    [Theory]
    [InlineData("512m", true)]
    [InlineData("1n", true)]
    [InlineData("5u", true)]
    [InlineData("512M", false)]
    [InlineData("1e-3", false)]
    [InlineData("spam", false)]
    public void Sub_unit(string text, bool expected) => Assert.Equal(expected, QuantityDiagnosis.HasSubUnitSuffix(text));

    [Theory]
    [InlineData("{{ .Values.memory }}", true)]
    [InlineData("{% if x %}1Gi{% endif %}", true)]
    [InlineData("${MEM}Mi", true)]
    [InlineData("$(MEM)", true)]
    [InlineData("$MEM", true)]
    [InlineData("<memory>", true)]
    [InlineData("<your memory>", true)]
    [InlineData("%MEM%", true)]
    [InlineData("__MEM__", true)]
    [InlineData("@MEM@Mi", true)]
    [InlineData("[[MEM]]", true)]
    [InlineData("((mem))", true)]
    [InlineData("#{MEM}#", true)]
    [InlineData("(@= data.values.mem @)", true)]
    [InlineData("<path:kv/data/app#memory>", true)]
    [InlineData("<path:kv/data/app#memory | base64decode>", true)]
    [InlineData("<memory | jsonPath {.limit}>", true)]
    [InlineData("ENC[AES256_GCM,data:cGxhaW4=,iv:AAAA,tag:BBBB,type:str]", true)]
    [InlineData("<1 | 2>", false)]
    [InlineData("ENC", false)]
    [InlineData("512Mi", false)]
    [InlineData("$1Gi", false)]
    [InlineData("50%", false)]
    [InlineData("10% to 20%", false)]
    [InlineData("1_000", false)]
    [InlineData("<512Mi", false)]
    [InlineData("[1Gi]", false)]
    [InlineData("", false)]
    public void Placeholders(string text, bool expected) => Assert.Equal(expected, Placeholder.IsIn(text));
}
