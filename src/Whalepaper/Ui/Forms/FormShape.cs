using System.Globalization;
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

/// <summary>The most values that a list may have; 200 unless said otherwise.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MostAttribute(int count) : Attribute
{
    /// <summary>The number.</summary>
    public int Count { get; } = count;
}

/// <summary>A text of several lines; every other stands on one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LinesAttribute : Attribute;

/// <summary>A field that a form carries along and nobody sees: what is wrong with it is said of the form as a whole.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class UnseenAttribute : Attribute;

/// <summary>What was sent, before it is known what is meant.</summary>
/// <param name="Texts">Texts by field.</param>
/// <param name="Files">Files by field.</param>
/// <param name="Language">How to speak of faults.</param>
internal sealed record Sent(IReadOnlyDictionary<string, IReadOnlyList<string>> Texts, IFormFileCollection? Files, IStringLocalizer<FormTexts> Language);

/// <summary>The shape of a form's record, looked up once.</summary>
internal static class FormShape<TForm> where TForm : class
{
    private const int UsualLength = 200;

    // More than most lists of ours have: a list becomes conditions of a question to the database, and an engine takes so many.
    private const int UsualCount = 200;

    private static readonly ConstructorInfo made = typeof(TForm).GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    private static readonly Place[] places = [.. made.GetParameters().Select(parameter => new Place(
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
        parameter.ParameterType,
        parameter.GetCustomAttribute<LongestAttribute>()?.Length ?? UsualLength,
        parameter.GetCustomAttribute<MostAttribute>()?.Count ?? UsualCount,
        parameter.IsDefined(typeof(SecretAttribute)),
        parameter.IsDefined(typeof(LinesAttribute)),
        parameter.IsDefined(typeof(UnseenAttribute))))];

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
        // A browser writes two signs where a line ends, and some texts come with signs of their own for it.
        string[] read = [.. values.Select(value => value.ReplaceLineEndings("\n"))];
        if (Fault(place, read, sent.Language) is { } fault)
        {
            if (place.Unseen && !submission.IsJson)
                submission.RefuseUnread(Submission.Whole, sent.Language["Form.Unseen"]);
            else
                submission.RefuseUnread(place.Field, fault);
            read = [];
        }

        return place.Type == typeof(string[]) ? read : read.FirstOrDefault();
    }

    private static string? Fault(Place place, string[] values, IStringLocalizer<FormTexts> language)
    {
        if (values.Any(value => !IsText(value)))
            return language["Form.NoText"];
        if (values.FirstOrDefault(value => value.Length > place.Longest) is { } longer)
            return language["Form.TooLong", place.Longest, longer.Length];
        if (!place.Lines && values.Any(value => value.Contains('\n', StringComparison.Ordinal)))
            return language["Form.OneLine"];
        if (place.Type == typeof(string[]))
            return values.Length > place.Most ? language["Form.Many", place.Most, values.Length].Value : null;
        return values.Length > 1 ? language["Form.Twice"].Value : null;
    }

    // No database keeps a NUL, half a character cannot be written down at all, and feeds and calendars break at signs that control
    // something else than the text.
    private static bool IsText(string value)
    {
        for (var rest = value.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var read) is not System.Buffers.OperationStatus.Done)
                return false;
            if ((Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control && rune.Value is not ('\n' or '\t')) || (rune.Value & 0xFFFE) == 0xFFFE)
                return false;
            rest = rest[read..];
        }

        return true;
    }

    private sealed record Place(string Field, Type Type, int Longest, int Most, bool Secret, bool Lines, bool Unseen);
}
