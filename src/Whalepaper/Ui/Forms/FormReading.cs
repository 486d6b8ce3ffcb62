using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Whalepaper.Ui.Forms;

/// <summary>Reads what a form sent.</summary>
internal static class FormReading
{
    /// <summary>Reads it; another type of body counts as an empty form.</summary>
    public static async Task<Sent> ReadAsync(HttpContext http)
    {
        var language = http.RequestServices.GetRequiredService<IStringLocalizer<FormTexts>>();
        if (!http.Request.HasFormContentType)
            return new Sent(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), null, language);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new Sent(form.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()], StringComparer.Ordinal), form.Files, language);
    }

    /// <summary>Reads what stands before the file of a form. A browser's was read when it proved that it was meant; a program's is read now.</summary>
    public static async Task<Sent> ReadUpToFileAsync<TForm>(HttpContext http, Submission<TForm> submission) where TForm : class
    {
        try
        {
            await StreamedFile.ReadUpToAsync(http);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            var language = http.RequestServices.GetRequiredService<IStringLocalizer<FormTexts>>();
            submission.Refuse(Submission.Whole, language["Form.Broken"]);
            return new Sent(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), null, language);
        }

        return await ReadAsync(http);
    }
}

/// <summary>Reads what a program sent.</summary>
internal static class JsonReading
{
    // Whoever reads them reads no more, and nothing is done already.
    private const int MostFaults = 50;

    /// <summary>Reads an object of texts, numbers, truths and lists of them. An unknown field is a fault: it may be a misspelt one.</summary>
    public static async Task<Sent> ReadAsync<TForm>(HttpContext http, Submission<TForm> submission) where TForm : class
    {
        var language = http.RequestServices.GetRequiredService<IStringLocalizer<FormTexts>>();
        var texts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var sent = new Sent(texts, null, language);
        if (http.Request.ContentLength is 0 || (http.Request.ContentLength is null && http.Request.ContentType is null))
            return sent;
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new JsonException();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (submission.Faults.Count > MostFaults)
                    break;
                if (!FormShape<TForm>.Fields.Contains(property.Name, StringComparer.Ordinal))
                    submission.RefuseUnread(property.Name, language["Form.Unknown"]);
                else if (Texts(property.Value) is not { } values)
                    submission.RefuseUnread(property.Name, language["Form.WrongType"]);
                else if (!texts.TryAdd(property.Name, values))
                    submission.RefuseUnread(property.Name, language["Form.Twice"]);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Half a character, escaped, is found only when it is read.
            submission.Refuse(Submission.Whole, language["Form.NoJson"]);
        }

        return sent;
    }

    private static string[]? Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => value.EnumerateArray().Select(Text).OfType<string>().ToArray() is var all && all.Length == value.GetArrayLength() ? all : null,
        _ => Text(value) is { } text ? [text] : null,
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };
}
