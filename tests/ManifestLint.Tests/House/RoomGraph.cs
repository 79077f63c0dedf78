using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ManifestLint.Cli.Surface;

namespace ManifestLint.Tests.House;

/// <summary>A type that uses another; those that are nested count as the type around them.</summary>
/// <param name="From">The full name of the one.</param>
/// <param name="To">The full name of the other.</param>
internal readonly record struct TypeArrow(string From, string To);

/// <summary>
/// Which types of compiled programs use which: bases, fields, signatures, attributes with what they are given, and the bodies of methods. What
/// the compiler resolves by itself, constants and <c>nameof</c>, leaves no trace there.
/// </summary>
internal sealed class RoomGraph
{
    private static readonly OpCode[] Short = new OpCode[256];
    private static readonly OpCode[] Long = new OpCode[256];

    private readonly HashSet<string> _programs;
    private readonly HashSet<TypeArrow> _arrows = [];
    private readonly HashSet<TypeArrow> _calls = [];
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    static RoomGraph()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            var code = (OpCode)field.GetValue(null)!;
            var table = code.Size == 1 ? Short : Long;
            table[code.Value & 0xFF] = code;
        }
    }

    private RoomGraph(HashSet<string> programs) => _programs = programs;

    private static readonly Lazy<RoomGraph> House = new(() => Read(typeof(Linter).Assembly.Location, typeof(Terminal).Assembly.Location));

    /// <summary>The programs under <c>src</c>.</summary>
    public static RoomGraph OfHouse => House.Value;

    /// <summary>Every arrow between types of the programs.</summary>
    public IReadOnlyCollection<TypeArrow> Arrows => _arrows;

    /// <summary>Every method of the programs that a body calls, by its type's full name and its own, and the type with that body.</summary>
    public IReadOnlyCollection<TypeArrow> Calls => _calls;

    /// <summary>The program that holds a type, by the type's full name.</summary>
    public IReadOnlyDictionary<string, string> Programs => _types;

    /// <summary>Reads programs.</summary>
    /// <param name="paths">Their files.</param>
    public static RoomGraph Read(params IReadOnlyCollection<string> paths)
    {
        var graph = new RoomGraph([.. paths.Select(p => Path.GetFileNameWithoutExtension(p))]);
        foreach (string path in paths)
        {
            using var file = new PEReader(File.OpenRead(path));
            new ProgramReader(graph, file, Path.GetFileNameWithoutExtension(path)).Read();
        }
        return graph;
    }

    /// <summary>One program.</summary>
    private sealed class ProgramReader(RoomGraph graph, PEReader file, string program)
        : ISignatureTypeProvider<int, object?>,
            ICustomAttributeTypeProvider<int>
    {
        // What is decoded is one of two: the type of types, or another.
        private const int OfTypes = 1;

        private readonly MetadataReader _metadata = file.GetMetadataReader();
        private string _from = "";

        public void Read()
        {
            foreach (var handle in _metadata.TypeDefinitions)
            {
                _from = NameOf(handle);
                if (IsOfCompiler(_from))
                    continue;
                graph._types[_from] = program;
                Type(_metadata.GetTypeDefinition(handle));
            }
        }

        private void Type(TypeDefinition type)
        {
            Token(type.BaseType);
            foreach (var one in type.GetInterfaceImplementations())
                Token(_metadata.GetInterfaceImplementation(one).Interface);
            foreach (var parameter in type.GetGenericParameters())
                Constraints(parameter);
            Attributes(type.GetCustomAttributes());
            foreach (var property in type.GetProperties())
                Attributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
            foreach (var one in type.GetEvents())
                Attributes(_metadata.GetEventDefinition(one).GetCustomAttributes());
            foreach (var field in type.GetFields())
            {
                Token(field);
                Attributes(_metadata.GetFieldDefinition(field).GetCustomAttributes());
            }
            foreach (var method in type.GetMethods())
                Method(method);
        }

        private void Method(MethodDefinitionHandle handle)
        {
            Token(handle);
            var method = _metadata.GetMethodDefinition(handle);
            Attributes(method.GetCustomAttributes());
            // What is returned is a parameter, too.
            foreach (var parameter in method.GetParameters())
                Attributes(_metadata.GetParameter(parameter).GetCustomAttributes());
            foreach (var parameter in method.GetGenericParameters())
                Constraints(parameter);
            if (method.RelativeVirtualAddress == 0)
                return;
            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            Token(body.LocalSignature);
            foreach (var region in body.ExceptionRegions)
                Token(region.CatchType);
            Body(body.GetILReader());
        }

        private void Body(BlobReader code)
        {
            while (code.RemainingBytes > 0)
            {
                int value = code.ReadByte();
                var operation = value == 0xFE ? Long[code.ReadByte()] : Short[value];
                switch (operation.OperandType)
                {
                    case OperandType.InlineTok
                    or OperandType.InlineType
                    or OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineSig:
                        Token((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                        break;
                    case OperandType.InlineSwitch:
                        int targets = code.ReadInt32();
                        code.Offset += 4 * targets;
                        break;
                    case OperandType.InlineNone:
                        break;
                    case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                        code.Offset += 1;
                        break;
                    case OperandType.InlineVar:
                        code.Offset += 2;
                        break;
                    case OperandType.InlineI8 or OperandType.InlineR:
                        code.Offset += 8;
                        break;
                    default:
                        code.Offset += 4;
                        break;
                }
            }
        }

        private void Token(EntityHandle handle)
        {
            if (handle.IsNil)
                return;
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    Add(NameOf((TypeDefinitionHandle)handle));
                    break;
                case HandleKind.TypeReference:
                    Add(NameOf((TypeReferenceHandle)handle));
                    break;
                case HandleKind.TypeSpecification:
                    _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                    string owner = NameOf(method.GetDeclaringType());
                    graph._calls.Add(new(_from, $"{owner}.{_metadata.GetString(method.Name)}"));
                    Add(owner);
                    method.DecodeSignature(this, null);
                    break;
                case HandleKind.FieldDefinition:
                    var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                    Add(NameOf(field.GetDeclaringType()));
                    field.DecodeSignature(this, null);
                    break;
                case HandleKind.MemberReference:
                    var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                    Token(member.Parent);
                    if (member.GetKind() == MemberReferenceKind.Method)
                        member.DecodeMethodSignature(this, null);
                    else
                        member.DecodeFieldSignature(this, null);
                    break;
                case HandleKind.MethodSpecification:
                    var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Token(specification.Method);
                    specification.DecodeSignature(this, null);
                    break;
                case HandleKind.StandaloneSignature:
                    var signature = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                    if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
                        signature.DecodeLocalSignature(this, null);
                    else
                        signature.DecodeMethodSignature(this, null);
                    break;
            }
        }

        private void Attributes(CustomAttributeHandleCollection attributes)
        {
            foreach (var one in attributes)
            {
                var attribute = _metadata.GetCustomAttribute(one);
                Token(attribute.Constructor);
                attribute.DecodeValue(this);
            }
        }

        private void Constraints(GenericParameterHandle parameter)
        {
            Attributes(_metadata.GetGenericParameter(parameter).GetCustomAttributes());
            foreach (var one in _metadata.GetGenericParameter(parameter).GetConstraints())
                Token(_metadata.GetGenericParameterConstraint(one).Type);
        }

        private void Add(string? to)
        {
            if (to is not null && to != _from && !IsOfCompiler(to))
                graph._arrows.Add(new(_from, to));
        }

        // What the compiler and its generators write for themselves: inline arrays, embedded attributes, regular expressions. A type that is
        // visible in its file alone has a name with brackets as well, and a namespace of ours.
        private static bool IsOfCompiler(string type) =>
            !type.StartsWith("ManifestLint.", StringComparison.Ordinal) && type != ".Program"
            || type.Contains(".<>", StringComparison.Ordinal);

        private string NameOf(TypeDefinitionHandle handle)
        {
            var type = _metadata.GetTypeDefinition(handle);
            while (type.GetDeclaringType() is { IsNil: false } around)
                type = _metadata.GetTypeDefinition(around);
            return FullName(type.Namespace, type.Name);
        }

        // Null for a type of somebody else.
        private string? NameOf(TypeReferenceHandle handle)
        {
            var type = _metadata.GetTypeReference(handle);
            while (type.ResolutionScope.Kind == HandleKind.TypeReference)
                type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference)
                return null;
            var owner = _metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
            return graph._programs.Contains(_metadata.GetString(owner.Name)) ? FullName(type.Namespace, type.Name) : null;
        }

        private string FullName(StringHandle space, StringHandle name) => $"{_metadata.GetString(space)}.{_metadata.GetString(name)}";

        int ISimpleTypeProvider<int>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            Add(NameOf(handle));
            return 0;
        }

        int ISimpleTypeProvider<int>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            Add(NameOf(handle));
            var type = _metadata.GetTypeReference(handle);
            return FullName(type.Namespace, type.Name) == "System.Type" ? OfTypes : 0;
        }

        int ICustomAttributeTypeProvider<int>.GetSystemType() => OfTypes;

        bool ICustomAttributeTypeProvider<int>.IsSystemType(int type) => type == OfTypes;

        PrimitiveTypeCode ICustomAttributeTypeProvider<int>.GetUnderlyingEnumType(int type) => PrimitiveTypeCode.Int32;

        // Name, then for a type of another program that program: "A.B+C, Program, Version=…".
        int ICustomAttributeTypeProvider<int>.GetTypeFromSerializedName(string name)
        {
            string type = name.Split(',')[0].Split('+')[0];
            Add(type);
            return 0;
        }

        int ISignatureTypeProvider<int, object?>.GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind
        ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        int ISimpleTypeProvider<int>.GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        int ISZArrayTypeProvider<int>.GetSZArrayType(int elementType) => 0;

        int IConstructedTypeProvider<int>.GetArrayType(int elementType, ArrayShape shape) => 0;

        int IConstructedTypeProvider<int>.GetByReferenceType(int elementType) => 0;

        int IConstructedTypeProvider<int>.GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        int IConstructedTypeProvider<int>.GetPointerType(int elementType) => 0;

        int ISignatureTypeProvider<int, object?>.GetFunctionPointerType(MethodSignature<int> signature) => 0;

        int ISignatureTypeProvider<int, object?>.GetGenericMethodParameter(object? genericContext, int index) => 0;

        int ISignatureTypeProvider<int, object?>.GetGenericTypeParameter(object? genericContext, int index) => 0;

        int ISignatureTypeProvider<int, object?>.GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        int ISignatureTypeProvider<int, object?>.GetPinnedType(int elementType) => 0;
    }
}
