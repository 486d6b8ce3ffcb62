using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Whalepaper.Data.Rows;

/// <summary>The one form of values that each engine writes in its own: spaces, the order of names, escapes and zeros behind the point say nothing.</summary>
internal static class PlainForm
{
    private static readonly JsonWriterOptions bare = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Divided by one with as many zeros behind the point as there can be, a number loses its own.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>JSON without spaces, its names in order.</summary>
    public static string Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, bare))
            Write(writer, document.RootElement);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A number without zeros at its end.</summary>
    public static string Number(decimal number) => (number / One).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as it stands in a row.</summary>
    public static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
