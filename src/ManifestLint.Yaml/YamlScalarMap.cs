namespace ManifestLint.Yaml;
internal static class YamlScalarMap
{
    public static Location LocationOf(YamlScalar scalar, int start, int length) => scalar.Location;
}
