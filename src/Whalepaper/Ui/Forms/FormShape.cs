using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Whalepaper.Ui.Forms;

/// <summary>A text that is never shown again: a password, a code.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SecretAttribute : Attribute;

/// <summary>The longest that a text may be, in UTF-16 units; 200 unless said otherwise.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LongestAttribute(int length) : Attribute
{
    /// <summary>The length.</summary>
    public int Length { get; } = length;
}

/// <summary>What was sent, before it is known what is meant.</summary>
/// <param name="Texts">Texts by field.</param>
/// <param name="Files">Files by field.</param>
/// <param name="Language">How to speak of faults.</param>
internal sealed record Sent(IReadOnlyDictionary<string, IReadOnlyList<string>> Texts, IFormFileCollection? Files, IStringLocalizer<FormTexts> Language);

/// <summary>The shape of a form's record, looked up once.</summary>
internal static class FormShape<TForm> where TForm : class
{
    private const int UsualLength = 200;

    private static readonly ConstructorInfo made = typeof(TForm).GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    private static readonly Place[] places = [.. made.GetParameters().Select(parameter => new Place(
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
        parameter.ParameterType,
        parameter.GetCustomAttribute<LongestAttribute>()?.Length ?? UsualLength,
        parameter.IsDefined(typeof(SecretAttribute))))];

    /// <summary>The fields of the form.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. places.Select(place => place.Field)];

    /// <summary>Makes the record; what does not fit is noted.</summary>
    public static TForm Fill(Sent sent, Submission submission, Action<string, IReadOnlyList<string>> keep) =>
        (TForm)made.Invoke([.. places.Select(place => Value(place, sent, submission, keep))]);

    private static object? Value(Place place, Sent sent, Submission submission, Action<string, IReadOnlyList<string>> keep)
    {
        if (place.Type == typeof(IFormFile))
            return sent.Files?.GetFile(place.Field);
        var values = sent.Texts.TryGetValue(place.Field, out var given) ? given : [];
        if (!place.Secret)
            keep(place.Field, values);
        if (values.Any(value => !IsText(value)))
            submission.Refuse(place.Field, sent.Language["Form.NoText"]);
        else if (values.FirstOrDefault(value => value.Length > place.Longest) is { } longer)
            submission.Refuse(place.Field, sent.Language["Form.TooLong", place.Longest, longer.Length]);
        else if (place.Type == typeof(string[]))
            return values.ToArray();
        else if (values.Count > 1)
            submission.Refuse(place.Field, sent.Language["Form.Twice"]);
        else
            return values.Count == 0 ? null : values[0].ReplaceLineEndings("\n");
        return place.Type == typeof(string[]) ? Array.Empty<string>() : null;
    }

    // No database keeps a NUL, and half a character cannot be written down at all.
    private static bool IsText(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var rest = value.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var read) is not System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[read..];
        }

        return true;
    }

    private sealed record Place(string Field, Type Type, int Longest, bool Secret);
}
