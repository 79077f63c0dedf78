using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>A comment: from <c>#</c> to the end of its line.</summary>
/// <param name="Location">The <c>#</c> and what follows it.</param>
/// <param name="IsAlone">True if nothing but blanks stands before it on its line.</param>
public readonly record struct YamlComment(Location Location, bool IsAlone);

/// <summary>Why a document does not parse, and where.</summary>
/// <param name="Message">One sentence without a full stop, in our words.</param>
/// <param name="Location">The offending place; at least one character long where the text has one there.</param>
public sealed record YamlSyntaxError(string Message, Location Location);

/// <summary>One document of a file.</summary>
/// <param name="Index">0-based, counting documents that failed to parse and empty ones.</param>
/// <param name="Span">The part of the text the document takes, separators excluded.</param>
/// <param name="Root">The root node; null for an empty document or one that does not parse.</param>
/// <param name="Error">Why it does not parse, or null.</param>
/// <param name="Comments">
/// Its comments in order, those between a leading directive and its <c>---</c> included; empty if it does not parse.
/// </param>
public sealed record YamlDocument(int Index, TextSpan Span, YamlNode? Root, YamlSyntaxError? Error, ImmutableArray<YamlComment> Comments);

/// <summary>The documents of one file.</summary>
public sealed record YamlFile(SourceText Source, ImmutableArray<YamlDocument> Documents);
