using ManifestLint.Manifests;

namespace ManifestLint.Tests.Manifests;

public sealed class QuantityDiagnosisTests
{
    [Theory]
    [InlineData("2gi", "there is no suffix 'gi'", "2Gi")]
    [InlineData("512mi", "there is no suffix 'mi'", "512Mi")]
    [InlineData("1GiB", "there is no suffix 'GiB'", "1Gi")]
    [InlineData("512MB", "there is no suffix 'MB'", "512M 512Mi")]
    [InlineData("1K", "there is no suffix 'K'", "1k 1Ki")]
    [InlineData("2g", "there is no suffix 'g'", "2G 2Gi")]
    [InlineData("1 Gi", "it contains a blank", "1Gi")]
    [InlineData("512 MB", "there is no suffix 'MB'", "512M 512Mi")]
    [InlineData("1,5Gi", "a comma is no decimal point", "1.5Gi")]
    [InlineData("1,024Mi", "a comma is no decimal point", "1.024Mi 1024Mi")]
    [InlineData("1,024,000", "a comma is no decimal point", "1024000")]
    [InlineData("1_024", "a quoted number has no underscores", "1024")]
    [InlineData("1024B", "there is no suffix 'B'", "1024")]
    [InlineData("1GiGi", "there is no suffix 'GiGi'", "1Gi")]
    [InlineData("512Mi.", "there is no suffix 'Mi.'", "512Mi")]
    [InlineData("1..5Gi", "it has two decimal points", "")]
    [InlineData("0x40000000", "a hexadecimal number must not be quoted", "1073741824")]
    [InlineData("1Zi", "there is no suffix 'Zi'", "")]
    [InlineData("1megabytesplease", "there is no suffix 'megabytesple…'", "")]
    [InlineData("auto", "it is no number", "")]
    [InlineData("", "it is empty", "")]
    [InlineData("Pi", "it has no digits", "")]
    [InlineData("512Mi", "", "")]
    public void Says_what_is_wrong_and_what_is_meant(string text, string problem, string candidates)
    {
        var diagnosis = QuantityDiagnosis.Of(text);
        Assert.Equal(problem, diagnosis.Problem);
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
