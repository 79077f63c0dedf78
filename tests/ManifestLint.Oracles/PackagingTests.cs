using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Oracles.Actions;
using ManifestLint.Yaml;

namespace ManifestLint.Oracles;

/// <summary>
/// What packages say of what is in them, with texts for executables; packaging/check.sh installs and runs real ones. Homebrew, krew and aqua are not
/// here: what is written for them is compared with their documented form and with the archives.
/// </summary>
public sealed partial class PackagingTests : IDisposable
{
    private static readonly string[] s_platforms = ["linux-arm64", "linux-x64", "osx-arm64", "osx-x64", "win-x64"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OracleFact("python3")]
    public void The_same_executables_make_the_same_bytes()
    {
        StandInPackages.Make(_folder, "a", "text\n", s_platforms);
        StandInPackages.Make(_folder, "b", "text\n", s_platforms);
        var files = Files("a");
        Assert.Equal(files, Files("b"));
        Assert.Equal(5, files.Count(f => f.Name.EndsWith(".whl", StringComparison.Ordinal)));
        Assert.Equal(6, files.Count(f => f.Name.EndsWith(".tgz", StringComparison.Ordinal)));
    }

    [OracleFact("python3")]
    public void Listings_name_every_archive_with_its_digest()
    {
        StandInPackages.Make(_folder, "all", "text\n", s_platforms);
        var digests = s_platforms.ToDictionary(p => p, p => Digest($"all/out/archives/manifestlint-{p}.tar.gz"), StringComparer.Ordinal);
        Assert.Equal(
            s_platforms.Select(p => $"{digests[p]}  v0.1.0/manifestlint-{p}.tar.gz"),
            File.ReadLines(_folder.At("all/out/checksums")).OrderBy(l => l[66..], StringComparer.Ordinal)
        );
        Assert.All(File.ReadLines(_folder.At("all/out/archives/checksums.txt")), line =>
            Assert.Equal(Digest($"all/out/archives/{line[66..]}"), line[..64])
        );

        // krew: PLUGIN manifest of krew.googlecontainertools.github.com/v1alpha2, each platform with uri, sha256 and bin.
        var krew = ActionYaml.Parse(Read("all/out/listings/krew.yaml"));
        Assert.Equal(
            ("krew.googlecontainertools.github.com/v1alpha2", "Plugin"),
            (ActionYaml.Text(krew["apiVersion"]), ActionYaml.Text(krew["kind"]))
        );
        var spec = ActionYaml.Map(krew["spec"]);
        Assert.Matches(@"^v[0-9]+\.[0-9]+\.[0-9]+$", ActionYaml.Text(spec["version"]));
        Assert.InRange(ActionYaml.Text(spec["shortDescription"])!.Length, 1, 50);
        Assert.Equal(5, CheckArchives(ActionYaml.Items(spec["platforms"]).Select(p => ActionYaml.Map(p)), "uri", digests));

        // Homebrew: url and sha256 of each platform, in pairs.
        string formula = Read("all/out/listings/manifestlint.rb");
        Assert.StartsWith("class Manifestlint < Formula\n", formula, StringComparison.Ordinal);
        Assert.Equal(Opened().Count(formula), Closed().Count(formula));
        var pairs = Archive().Matches(formula);
        Assert.Equal(4, pairs.Count);
        Assert.All(pairs, p => Assert.Equal(digests[p.Groups["platform"].Value], p.Groups["digest"].Value));

        // aqua: the asset's name by system and processor gives the names of archives, and the file of checksums is one of the release.
        var aqua = ActionYaml.Map(Assert.Single(ActionYaml.Items(ActionYaml.Parse(Read("all/out/listings/aqua.yaml"))["packages"])));
        var names = ActionYaml.Map(aqua["replacements"]).ToDictionary(r => r.Key, r => ActionYaml.Text(r.Value)!, StringComparer.Ordinal);
        string[] made =
        [
            .. new[] { ("linux", "amd64"), ("linux", "arm64"), ("darwin", "arm64"), ("darwin", "amd64"), ("windows", "amd64") }.Select(p =>
                ActionYaml
                    .Text(aqua["asset"])!
                    .Replace("{{.OS}}", names.GetValueOrDefault(p.Item1, p.Item1), StringComparison.Ordinal)
                    .Replace("{{.Arch}}", names.GetValueOrDefault(p.Item2, p.Item2), StringComparison.Ordinal)
            ),
        ];
        Assert.All(made, name => Assert.True(File.Exists(_folder.At($"all/out/archives/{name}")), name));
        Assert.True(File.Exists(_folder.At($"all/out/archives/{ActionYaml.Text(ActionYaml.Map(aqua["checksum"])["asset"])}")));

        // No digest that is not of an archive, and nothing left to fill in.
        foreach (string file in Directory.GetFiles(_folder.At("all/out"), "*", SearchOption.AllDirectories).Where(IsText))
        {
            string text = File.ReadAllText(file);
            Assert.DoesNotContain("@VERSION", text, StringComparison.Ordinal);
            Assert.DoesNotContain("@SHA256", text, StringComparison.Ordinal);
        }
    }

    [OracleFact("python3")]
    public void What_cannot_be_complete_is_not_made()
    {
        StandInPackages.Make(_folder, "some", "text\n", "linux-x64", "osx-x64");
        Assert.False(Directory.Exists(_folder.At("some/out/listings")));
        Assert.Equal(2, File.ReadLines(_folder.At("some/out/checksums")).Count());
        _folder.Write("strange/native/linux-mips/manifestlint", "text\n");
        var (exitCode, _, error) = Oracle.Run(
            "python3",
            [Path.Join(ActionYaml.Repository, "packaging/packages.py"), _folder.At("strange/native"), _folder.At("strange/out")]
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("linux-mips is no platform of", error, StringComparison.Ordinal);
    }

    [OracleFact("python3")]
    public void The_list_of_parts_names_what_is_linked_and_nothing_else()
    {
        StandInPackages.Make(_folder, "parts", "text\n", "linux-x64");
        using var document = JsonDocument.Parse(Read("parts/out/archives/manifestlint-linux-x64.cdx.json"));
        var root = document.RootElement;
        Assert.Equal(("CycloneDX", "1.5"), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString()));
        Assert.Equal(
            ["pkg:nuget/Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64@10.0.12", "pkg:nuget/YamlDotNet@18.1.0"],
            root.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("purl").GetString())
        );
        Assert.Equal(
            Digest("parts/native/linux-x64/manifestlint"),
            root.GetProperty("metadata").GetProperty("component").GetProperty("hashes")[0].GetProperty("content").GetString()
        );
    }

    // packaging/check.sh asks the same of every list that is published. Each change is one that a reader of such lists would stumble over.
    [OracleTheory("python3", Oracle.PythonJsonSchema, Oracle.CycloneDx)]
    [InlineData("", "", "")]
    [InlineData("\"specVersion\": \"1.5\"", "\"specVersion\": 1.5", "specVersion: 1.5 is not of type 'string'")]
    [InlineData("\"bomFormat\": \"CycloneDX\"", "\"bomFormat\": \"CycloneDx\"", "bomFormat: 'CycloneDx' is not one of")]
    [InlineData("\"version\": 1,", "\"version\": 0,", "version: 0 is less than the minimum")]
    [InlineData("\"type\": \"library\"", "\"type\": \"package\"", "components/0/type: 'package' is not one of")]
    [InlineData("\"alg\": \"SHA-256\"", "\"alg\": \"SHA256\"", "metadata/component/hashes/0/alg: 'SHA256' is not one of")]
    [InlineData(
        "\"alg\": \"SHA-512\",\n          \"content\": \"0",
        "\"alg\": \"SHA-512\",\n          \"content\": \"g",
        "hashes/0/content: 'g"
    )]
    [InlineData("\"id\": \"Apache-2.0\"", "\"id\": \"Apache 2\"", "metadata/component/licenses")]
    [InlineData("\"name\": \"YamlDotNet\",", "\"nmae\": \"YamlDotNet\",", "components/1: 'name' is a required property")]
    [InlineData("\"dependsOn\"", "\"dependson\"", "dependencies/0: Additional properties are not allowed")]
    [InlineData(
        "\"bom-ref\": \"pkg:nuget/YamlDotNet@18.1.0\"",
        "\"bom-ref\": \"pkg:nuget/YamlDotNet\"",
        "pkg:nuget/YamlDotNet@18.1.0 is no part"
    )]
    public void The_list_of_parts_is_as_the_published_schema_has_it(string written, string broken, string problem)
    {
        StandInPackages.Make(_folder, "parts", "text\n", "linux-x64");
        string text = Read("parts/out/archives/manifestlint-linux-x64.cdx.json");
        if (written.Length > 0)
            Assert.Contains(written, text, StringComparison.Ordinal);
        _folder.Write("list.json", written.Length == 0 ? text : text.Replace(written, broken, StringComparison.Ordinal));
        var (exitCode, output, error) = Oracle.Run(
            Oracle.PythonJsonSchema,
            [Path.Join(ActionYaml.Repository, "packaging/sbom.py"), Oracle.Required(Oracle.CycloneDx), _folder.At("list.json")]
        );
        Assert.Equal((problem.Length == 0 ? 0 : 1, ""), (exitCode, output));
        if (problem.Length == 0)
            Assert.Empty(error);
        else
            Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    private static int CheckArchives(IEnumerable<Dictionary<string, YamlNode>> entries, string address, Dictionary<string, string> digests)
    {
        int count = 0;
        foreach (var entry in entries)
        {
            string uri = ActionYaml.Text(entry[address])!;
            string platform = Assert.Single(s_platforms, p => uri.EndsWith($"/v0.1.0/manifestlint-{p}.tar.gz", StringComparison.Ordinal));
            Assert.Equal(digests[platform], ActionYaml.Text(entry["sha256"]));
            Assert.Equal(platform == "win-x64" ? "manifestlint.exe" : "manifestlint", ActionYaml.Text(entry["bin"]));
            count++;
        }
        return count;
    }

    private List<(string Name, string Digest)> Files(string name) =>
        [
            .. Directory
                .GetFiles(_folder.At($"{name}/out"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f =>
                    (Path.GetRelativePath(_folder.At($"{name}/out"), f), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f))))
                ),
        ];

    private string Read(string file) => File.ReadAllText(_folder.At(file));

    private string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.At(file))));

    private static bool IsText(string file) => Path.GetExtension(file) is ".yaml" or ".rb" or ".toml" or ".md" or ".txt" or ".json";

    [GeneratedRegex(
        @"manifestlint-(?<platform>[a-z0-9-]+)\.tar\.gz""\n +sha256 ""(?<digest>[0-9a-f]{64})""\n",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Archive();

    [GeneratedRegex(@"^ *(class |def |.* do$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Opened();

    [GeneratedRegex(@"^ *end$", RegexOptions.Multiline)]
    private static partial Regex Closed();
}
