using Json.Schema;

namespace ManifestLint.Tests;

public sealed class JsonSchemaTests
{
    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(Path.Combine(VectorFiles.RepositoryRoot(), "schemas"), "*.json")
                .Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_schema_is_one_with_keywords_that_exist_and_refuses_something(string file) =>
        Assert.NotEmpty(JsonSchema.Load(file).Check("[[[]]]"));

    [Theory]
    [InlineData("""{"type": "object", "minimun": 3}""")]
    [InlineData("""{"properties": {"a": {"tipe": "string"}}}""")]
    [InlineData("""{"$defs": {"a": {"items": {"enumm": []}}}}""")]
    public void A_keyword_that_does_not_exist_is_refused(string schema) =>
        Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));

    [Fact]
    public void What_is_wrong_is_told_with_its_place() =>
        Assert.Equal(
            ["/b: The string value is not a match for the indicated regular expression"],
            JsonSchema
                .Parse("""{"properties": {"a": {"type": "integer"}, "b": {"$ref": "#/$defs/z"}}, "$defs": {"z": {"pattern": "^a$"}}}""")
                .Check("""{"a": 1.0, "b": "c"}""")
        );
}
