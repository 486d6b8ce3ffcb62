using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Whalepaper.Tests.People;

/// <summary>
/// A device that holds one passkey (Web Authentication, level 3): it makes the key when it is asked to, and answers challenges with it. What it
/// says is what a browser would put into the form's field.
/// </summary>
internal sealed class Device : IDisposable
{
    // Somebody was there, and proved it to the device.
    private const byte Present = 0x01 | 0x04;
    private const byte HoldsKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _owner = "";
    private uint _count;

    /// <summary>The passkey's id as it stands in addresses.</summary>
    public string Id => Base64Url.EncodeToString(_id);

    /// <summary>Makes the passkey.</summary>
    /// <param name="options">What the house offers.</param>
    /// <param name="origin">Where the browser is.</param>
    public string Make(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        _owner = asked["user"]!["id"]!.GetValue<string>();
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Head(asked["rp"]!["id"]!.GetValue<string>(), Present | HoldsKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xA3, .. Word("fmt"), .. Word("none"), .. Word("attStmt"), 0xA0, .. Word("authData"), 0x58, (byte)data.Length, .. data];
        return Said(new { clientDataJSON = Client("webauthn.create", asked, origin), attestationObject = Base64Url.EncodeToString(attestation), transports = new[] { "internal" } });
    }

    /// <summary>Answers a challenge.</summary>
    /// <param name="options">What the house asks.</param>
    /// <param name="origin">Where the browser is.</param>
    public string Open(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        var client = Client("webauthn.get", asked, origin);
        var data = Head(asked["rpId"]!.GetValue<string>(), Present);
        byte[] proved = [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))];
        return Said(new
        {
            clientDataJSON = client,
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(_key.SignData(proved, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            userHandle = _owner,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Head(string house, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(house)), flags, .. count];
    }

    // A short text in CBOR.
    private static byte[] Word(string word) => [(byte)(0x60 | word.Length), .. Encoding.ASCII.GetBytes(word)];

    private static string Client(string type, JsonNode asked, string origin) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = asked["challenge"]!.GetValue<string>(), origin, crossOrigin = false }));

    private string Said(object response) =>
        JsonSerializer.Serialize(new { id = Id, rawId = Id, type = "public-key", authenticatorAttachment = "platform", clientExtensionResults = new { }, response });
}
