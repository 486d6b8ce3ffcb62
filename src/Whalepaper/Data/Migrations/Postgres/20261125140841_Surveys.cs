using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Surveys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SurveyedWorks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PaperId = table.Column<int>(type: "integer", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NormalizedTitle = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Link = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ArxivId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Doi = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SurveyedWorks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SurveyedWorks_Papers_PaperId",
                        column: x => x.PaperId,
                        principalTable: "Papers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SurveyedWorks_ArxivId",
                table: "SurveyedWorks",
                column: "ArxivId");

            migrationBuilder.CreateIndex(
                name: "IX_SurveyedWorks_Doi",
                table: "SurveyedWorks",
                column: "Doi");

            migrationBuilder.CreateIndex(
                name: "IX_SurveyedWorks_NormalizedTitle",
                table: "SurveyedWorks",
                column: "NormalizedTitle");

            migrationBuilder.CreateIndex(
                name: "IX_SurveyedWorks_PaperId_Position",
                table: "SurveyedWorks",
                columns: new[] { "PaperId", "Position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SurveyedWorks");
        }
    }
}
