using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RoomMended : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Questions_MeetingId_AskedById",
                table: "Questions");

            migrationBuilder.AddColumn<int>(
                name: "Ordinal",
                table: "Questions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "WasPartial",
                table: "Giving",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            foreach (var statement in MendedRoom.Statements)
                migrationBuilder.Sql(statement);

            migrationBuilder.CreateIndex(
                name: "IX_Questions_MeetingId_AskedById_Ordinal",
                table: "Questions",
                columns: new[] { "MeetingId", "AskedById", "Ordinal" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Questions_MeetingId_AskedById_Ordinal",
                table: "Questions");

            migrationBuilder.DropColumn(
                name: "Ordinal",
                table: "Questions");

            migrationBuilder.DropColumn(
                name: "WasPartial",
                table: "Giving");

            migrationBuilder.CreateIndex(
                name: "IX_Questions_MeetingId_AskedById",
                table: "Questions",
                columns: new[] { "MeetingId", "AskedById" });
        }
    }
}
